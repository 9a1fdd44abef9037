/** Routes as a nested stack: rules, topics, subscriptions, connectors' stacks, alarms. */
package dev.patchbay.router.compile;
