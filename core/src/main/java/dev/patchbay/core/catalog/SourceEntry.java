package dev.patchbay.core.catalog;

/** A source's catalog entry ({@code webhooks/sources/NAME/entry.json}). Every component is a key of the entry. */
public record SourceEntry(String name, String title, String summary, String category, String docs) {}
