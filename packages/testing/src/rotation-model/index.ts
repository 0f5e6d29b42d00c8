export { judgeHistory } from './judge-history.js';
export { createReplicatedMemoryDriver } from './replicated-memory-driver.js';
export { realTime } from './rotation-driver.js';
export type { RotationDriver, ScheduleTime } from './rotation-driver.js';
export type { Attempt, Ending, RotationHistory, Step } from './rotation-history.js';
export { runRotationSchedule } from './rotation-schedule.js';
export type { RotationScheduleReport, RotationScheduleSettings } from './rotation-schedule.js';
export { createVirtualTime } from './virtual-time.js';
