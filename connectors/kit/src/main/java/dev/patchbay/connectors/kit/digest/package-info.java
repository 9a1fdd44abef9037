/** Windows of digests: what waits in them to be told in one message. */
package dev.patchbay.connectors.kit.digest;
