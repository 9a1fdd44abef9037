/**
 * What a hub costs on AWS, computed from the template, the routes, the catalog and a dated table of
 * prices. Knows the router and the laptop's reading of templates. Start reading at {@code
 * CostReport}.
 */
package dev.patchbay.cli.cost;
