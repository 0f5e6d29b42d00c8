import { jestProject } from '../../jest.project.js';

export default jestProject('telemetry');
