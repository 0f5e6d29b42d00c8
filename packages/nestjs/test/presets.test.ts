import * as core from '@jwt-guard/core/presets';
import { JwtGuardModule } from '../src/index.js';
import * as presets from '../src/presets.js';

describe('the presets of this package', () => {
  it('are those of the core', () => {
    expect({ ...presets }).toEqual({ ...core });
  });

  it('are options of the module', () => {
    const options = presets.keycloak({ baseUrl: 'https://sso.example.com', realm: 'shop', audience: 'orders-api' });
    expect(JwtGuardModule.forRoot(options)).toMatchObject({ module: JwtGuardModule });
    expect(JwtGuardModule.forRoot(presets.workos({ clientId: 'client_01H' }))).toMatchObject({
      module: JwtGuardModule,
    });
  });
});
