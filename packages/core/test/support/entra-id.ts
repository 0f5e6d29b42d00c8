import type { Members } from './preset.js';

export const tenantId = '11111111-2222-3333-4444-555555555555';
export const otherId = '99999999-8888-7777-6666-555555555555';
export const clientId = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
export const client = 'cccccccc-0000-1111-2222-333333333333';
export const login = 'https://login.microsoftonline.com';
export const keysUri = { 1: `${login}/${tenantId}/discovery/keys`, 2: `${login}/${tenantId}/discovery/v2.0/keys` };

export const v2: Members = {
  iss: `${login}/${tenantId}/v2.0`,
  aud: clientId,
  tid: tenantId,
  ver: '2.0',
  azp: client,
  oid: 'o1',
  sub: 's1',
  scp: 'Orders.Read Orders.Write',
  roles: ['Clerk'],
};
export const v1: Members = {
  ...v2,
  iss: `https://sts.windows.net/${tenantId}/`,
  aud: `api://${clientId}`,
  ver: '1.0',
  azp: undefined,
  appid: client,
};
export const header = { typ: 'JWT' };
