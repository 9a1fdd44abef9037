/** Objects of S3, without the weight of its client. Knows no event and no delivery. */
package dev.patchbay.core.bucket;
