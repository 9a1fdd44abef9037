/**
 * Webhooks in, events out: the functions, and how they are put together. Knows core, EventBridge,
 * SQS and S3, and no source by name. A webhook goes {@code door}, {@code handshake}, {@code
 * signature}, {@code normalising}, {@code publishing}, {@code bus}; start reading at {@link
 * dev.patchbay.webhooks.intake.Intake}.
 */
package dev.patchbay.webhooks;
