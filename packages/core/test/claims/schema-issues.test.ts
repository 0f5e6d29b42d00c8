import { schemaIssues } from '../../src/claims/schema-issues.js';

const at = (...path: readonly unknown[]): object => ({ message: 'wrong', path });

describe('schemaIssues', () => {
  it('P7 · tells the paths of the claims at fault, whose steps are names, positions, or objects that hold them', () => {
    const issues = [at('tenant'), at('address', 'city'), at('roles', 1), at({ key: 'address' }, { key: 2 })];
    expect(schemaIssues(issues)).toEqual({ paths: ['tenant', 'address.city', 'roles.1', 'address.2'] });
  });

  it('names a step that is neither text nor a number by a question mark', () => {
    expect(schemaIssues([at(Symbol('a'), 'b'), at({ key: null }), at({})])).toEqual({ paths: ['?.b', '?'] });
  });

  it('names each path once, and none for an issue of the claims as a whole', () => {
    const issues = [at('tenant'), at('tenant'), at(), { message: 'wrong' }, { message: 'wrong', path: 'tenant' }];
    expect(schemaIssues(issues)).toEqual({ paths: ['tenant'] });
  });

  it('P7, B8 · tells nothing else of an issue: its message may hold a value', () => {
    const issues = [{ ...at('email'), message: 'x@example.com is no address', input: 'x@example.com' }];
    expect(JSON.stringify(schemaIssues(issues))).toBe('{"paths":["email"]}');
  });

  it('A2 · takes the first ten issues', () => {
    const issues = Array.from({ length: 1_000 }, (_, index) => at(`c${index}`));
    expect(schemaIssues(issues).paths).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9']);
  });

  it.each([[undefined], [null], ['wrong'], [{ 0: at('tenant') }], [[]], [[null, 7, 'wrong']]])(
    'finds no path in %p',
    (issues) => {
      expect(schemaIssues(issues)).toEqual({ paths: [] });
    },
  );

  it('answers what nobody can change', () => {
    const issues = schemaIssues([at('tenant')]);
    expect([issues, issues.paths].every(Object.isFrozen)).toBe(true);
  });
});
