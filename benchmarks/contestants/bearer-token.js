/** The token of a request, for the libraries that verify a string: as a middleware written by hand takes it. */
export function bearerToken({ headers: { authorization } }) {
  const [scheme, token] = (authorization ?? '').split(' ');
  return scheme.toLowerCase() === 'bearer' ? token : undefined;
}

/** A middleware written by hand around a function that verifies a string. */
export function middlewareByHand(verify) {
  return async (request, response, next) => {
    try {
      request.auth = await verify(bearerToken(request));
    } catch {
      response.set('WWW-Authenticate', 'Bearer error="invalid_token"').status(401).end();
      return;
    }
    next();
  };
}
