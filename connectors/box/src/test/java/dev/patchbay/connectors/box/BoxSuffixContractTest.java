package dev.patchbay.connectors.box;

import java.util.Map;

/** The contract where a name may not be shared, below a folder of its own. */
class BoxSuffixContractTest extends BoxContractTest {
  @Override
  protected Map<String, Object> parameters() {
    return Map.of("content", "{{ title }}", "folder", "42", "onConflict", "suffix");
  }
}
