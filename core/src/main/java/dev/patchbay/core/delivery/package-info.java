/** What a route may say of a delivery whatever its connector: read by the router and by the kit. */
package dev.patchbay.core.delivery;
