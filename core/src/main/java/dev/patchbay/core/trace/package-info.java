/** Traces from webhook to destination. Start reading at Tracer; knows Lambda's X-Ray daemon. */
package dev.patchbay.core.trace;
