// Imported first: libraries look at it when they are loaded. The processes of the servers inherit it.
process.env.NODE_ENV = 'production';
