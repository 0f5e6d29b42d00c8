const express4 = require.resolve('express');

/** Express 4 for the packages under test and their tests. Nest brings an Express of its own, which stays. */
module.exports = (request, options) => {
  const ours = request === 'express' && !options.basedir.includes('node_modules');
  return options.defaultResolver(ours ? express4 : request, options);
};
