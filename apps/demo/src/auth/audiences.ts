/** The audience of both APIs. */
export const apiAudience = 'https://api.demo';
/** The audience that the billing route demands on top. */
export const billingAudience = 'https://billing.demo';
