/** What the hub counts and measures, inside its log lines. Start reading at Measurements. */
package dev.patchbay.core.metric;
