import { Controller, Get, SetMetadata } from '@nestjs/common';
import request from 'supertest';
import { JwtGuardModule, OptionalAuth, Public, RequireClaim, RequireRoles, RequireScopes } from '@jwt-guard/nestjs';
import { accepted, bearer } from '../support/issuer.js';
import { startApp } from '../support/start-app.js';
import type { RunningApp } from '../support/start-app.js';

/** What a careless cache or logger does: the function that stood there is gone, and with it what was kept on it. */
function Wrapped(): MethodDecorator {
  return (_target, _name, descriptor) => {
    const method = descriptor.value as unknown as () => unknown;
    descriptor.value = (() => method.call(undefined)) as never;
  };
}

@RequireScopes('a')
@Controller('merged')
class MergedController {
  @RequireScopes('b')
  @RequireScopes('c')
  @RequireRoles('admin')
  @Get('all')
  all(): string {
    return 'ran';
  }

  @Get('class')
  ofTheClass(): string {
    return 'ran';
  }

  @Public()
  @Get('public')
  open(): string {
    return 'ran';
  }

  @OptionalAuth()
  @Get('optional')
  optional(): string {
    return 'ran';
  }
}

@Public()
@Controller('open')
class OpenController {
  @Get('free')
  free(): string {
    return 'ran';
  }

  @RequireScopes('b')
  @Get('demanding')
  demanding(): string {
    return 'ran';
  }

  @OptionalAuth()
  @Get('optional')
  optional(): string {
    return 'ran';
  }
}

@OptionalAuth()
@Controller('optional')
class OptionalController {
  @Get('free')
  free(): string {
    return 'ran';
  }

  @RequireScopes('b')
  @Get('demanding')
  demanding(): string {
    return 'ran';
  }
}

@Public()
class OpenBase {
  @Get('inherited')
  inherited(): string {
    return 'ran';
  }

  @Public()
  @Get('opened')
  opened(): string {
    return 'ran';
  }

  @Public()
  @Get('overridden')
  overridden(): string {
    return 'ran';
  }
}

@Controller('extends-open')
class ExtendsOpenController extends OpenBase {
  @Get('overridden')
  override overridden(): string {
    return 'ran';
  }
}

@RequireScopes('a')
@Controller('demands-over-open')
class DemandsOverOpenController extends OpenBase {}

@RequireScopes('a')
class DemandingBase {
  @RequireScopes('b')
  @Get('overridden')
  overridden(): string {
    return 'ran';
  }

  @RequireScopes('b')
  @Get('opened')
  opened(): string {
    return 'ran';
  }
}

@RequireScopes('c')
@Controller('extends-demanding')
class ExtendsDemandingController extends DemandingBase {
  @Get('overridden')
  override overridden(): string {
    return 'ran';
  }

  @Public()
  @Get('opened')
  override opened(): string {
    return 'ran';
  }
}

@Controller('wrapped')
class WrappedController {
  constructor() {
    this.bound = this.bound.bind(this);
  }

  @Get('below')
  @Wrapped()
  @RequireScopes('a')
  below(): string {
    return 'ran';
  }

  @Get('above')
  @RequireScopes('a')
  @Wrapped()
  above(): string {
    return 'ran';
  }

  @RequireScopes('a')
  @Get('bound')
  bound(): string {
    return 'ran';
  }
}

@SetMetadata('isPublic', true)
@SetMetadata('public', true)
@Controller('foreign')
class ForeignController {
  @SetMetadata('isPublic', true)
  @SetMetadata('public', true)
  @SetMetadata('unprotected', true)
  @Get()
  get(): string {
    return 'ran';
  }
}

describe('what a route demands', () => {
  let api: RunningApp;
  const status = async (path: string, authorization?: string): Promise<number> =>
    (
      await request(api.url)
        .get(path)
        .set(authorization === undefined ? {} : { Authorization: authorization })
    ).status;

  beforeAll(async () => {
    const controllers = [
      ...[MergedController, OpenController, OptionalController, ExtendsOpenController, DemandsOverOpenController],
      ...[ExtendsDemandingController, WrappedController, ForeignController],
    ];
    api = await startApp({ imports: [JwtGuardModule.forRoot(accepted)], controllers }, { platform: 'Express' });
  });
  afterAll(() => api.close());

  it('merges the demands of class and method, and names all missing scopes in one answer', async () => {
    const { headers } = await request(api.url)
      .get('/merged/all')
      .set('Authorization', bearer({ scopes: ['b'] }));
    expect(headers['www-authenticate']).toMatch(/scope="(?:c a|a c)"/);
    expect(await status('/merged/all', bearer({ scopes: ['a', 'b', 'c'] }))).toBe(403);
    expect(await status('/merged/all', bearer({ scopes: ['a', 'b', 'c'], claims: { roles: ['admin'] } }))).toBe(200);
  });

  it('holds a method without decorators to the demands of its class', async () => {
    expect(await status('/merged/class', bearer())).toBe(403);
    expect(await status('/merged/class', bearer({ scopes: ['a'] }))).toBe(200);
  });

  it.each([
    ['F-06 · @Public() on a method opens it in a class that demands', '/merged/public', 200],
    ['F-06 · @Public() on a class opens its plain methods', '/open/free', 200],
    ['F-06 · a demand on a method is nearer than @Public() on its class', '/open/demanding', 401],
    ['F-06 · @OptionalAuth() on a method is nearer than @Public() on its class', '/open/optional', 200],
    ['@OptionalAuth() on a class lets the anonymous into plain methods', '/optional/free', 200],
    ['B10 · @OptionalAuth() on a class lets nobody anonymous meet a demand', '/optional/demanding', 401],
    ['B10 · @OptionalAuth() on a method lets nobody anonymous meet a demand of the class', '/merged/optional', 401],
    ['F-06 · @Public() on a class is not inherited', '/extends-open/inherited', 401],
    ['F-06 · @Public() on a method is inherited with the method', '/extends-open/opened', 200],
    ['F-06 · @Public() on a method is lost by overriding it', '/extends-open/overridden', 401],
    ['F-06 · a demand on a class is nearer than @Public() on a method it inherits', '/demands-over-open/opened', 401],
    ['F-06 · @Public() on an overriding method opens it', '/extends-demanding/opened', 200],
    ['F-06 · exemptions of other libraries open nothing', '/foreign', 401],
  ])('%s', async (_title, path, expected) => {
    expect(await status(path)).toBe(expected);
  });

  it('looks at the token where auth is optional on the nearest level', async () => {
    expect(await status('/open/optional', 'Bearer garbage')).toBe(401);
    expect(await status('/merged/optional', bearer())).toBe(403);
    expect(await status('/merged/optional', bearer({ scopes: ['a'] }))).toBe(200);
  });

  it('F-06 · loses no demand by extending a class or overriding a method', async () => {
    const { headers } = await request(api.url).get('/extends-demanding/overridden').set('Authorization', bearer());
    const scopes = /scope="([^"]*)"/.exec(headers['www-authenticate'] ?? '')?.[1]?.split(' ');
    expect(scopes?.sort()).toEqual(['a', 'b', 'c']);
  });

  it.each(['/wrapped/below', '/wrapped/above', '/wrapped/bound'])(
    'loses no demand where another decorator replaced the method, or the constructor bound it: %s',
    async (path) => {
      expect(await status(path, bearer())).toBe(403);
      expect(await status(path, bearer({ scopes: ['a'] }))).toBe(200);
    },
  );
});

describe('contradicting decorators', () => {
  const method = (...decorators: MethodDecorator[]) => {
    class CatsController {
      list(): string {
        return 'ran';
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(CatsController.prototype, 'list') ?? {};
    return () => {
      for (const decorate of decorators) decorate(CatsController.prototype, 'list', descriptor);
    };
  };
  const controller = (...decorators: ClassDecorator[]) => {
    class CatsController {
      name = 'cats';
    }
    return () => {
      for (const decorate of decorators) decorate(CatsController);
    };
  };

  it.each([
    [Public(), RequireScopes('a'), '@Public() and @RequireScopes()'],
    [RequireScopes('a'), Public(), '@RequireScopes() and @Public()'],
    [OptionalAuth(), RequireClaim('tenant', 'acme'), '@OptionalAuth() and @RequireClaim()'],
    [Public(), OptionalAuth(), '@Public() and @OptionalAuth()'],
  ])('fail at boot on one level, naming it: case %#', (one, other, names) => {
    expect(method(one, other)).toThrow(`CatsController.list: ${names} contradict each other`);
    expect(controller(one, other)).toThrow(`CatsController: ${names} contradict each other`);
  });

  it('are no contradiction when they say the same, or stand on different levels', () => {
    expect(method(Public(), Public())).not.toThrow();
    expect(method(RequireScopes('a'), RequireScopes('b'), RequireRoles('c'))).not.toThrow();
    @Public()
    class Base {}
    expect(() => {
      @RequireScopes('a')
      class Derived extends Base {}
      return Derived;
    }).not.toThrow();
  });

  it.each([() => RequireScopes(), () => RequireScopes('a b'), () => RequireRoles(), () => RequireClaim('', 'acme')])(
    'fail at boot where a demand is empty or malformed: case %#',
    (decorate) => {
      expect(decorate).toThrow(expect.objectContaining({ name: 'InvalidOptionError' }) as Error);
    },
  );
});
