import type { Reason } from '../errors/reason.js';
import { audienceGuides } from './audience-guides.js';
import { claimGuides } from './claim-guides.js';
import { csrfGuides } from './csrf-guides.js';
import { demandGuides } from './demand-guides.js';
import { outageGuides } from './outage-guides.js';
import type { ReasonGuide } from './reason-guide.js';
import { requestGuides } from './request-guides.js';
import { structureGuides } from './structure-guides.js';
import { timeGuides } from './time-guides.js';
import { trustGuides } from './trust-guides.js';

/** What is said about each reason; the compiler misses any that is not there. */
export const catalogue: Readonly<Record<Reason, ReasonGuide>> = Object.freeze({
  ...requestGuides,
  ...csrfGuides,
  ...structureGuides,
  ...trustGuides,
  ...timeGuides,
  ...audienceGuides,
  ...claimGuides,
  ...demandGuides,
  ...outageGuides,
});
