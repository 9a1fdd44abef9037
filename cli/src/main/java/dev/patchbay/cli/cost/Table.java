package dev.patchbay.cli.cost;

import java.util.List;

/**
 * A table of a report, for a terminal or a page.
 *
 * @param notes what a reader must know of it, a sentence or two each
 */
public record Table(
    String title, List<String> heads, List<List<String>> rows, List<String> notes) {}
