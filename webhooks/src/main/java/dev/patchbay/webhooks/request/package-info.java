/** What comes and what is answered: a request nobody vouches for yet, an answer, a refusal. */
package dev.patchbay.webhooks.request;
