/** Destinations' last words on deliveries that they had taken: arrived, or not. */
package dev.patchbay.connectors.kit.completion;
