package dev.coffer.crypto;

import dev.coffer.vectors.VectorFolder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One case of a Wycheproof file, with the members of its group behind its own. */
public record Wycheproof(JsonNode group, JsonNode test) {

  /** Reads all cases and requires as many as the file says it has. */
  public static List<Wycheproof> cases(String fileName) {
    JsonNode root =
        JsonMapper.shared()
            .readTree(VectorFolder.named("wycheproof").path().resolve(fileName).toFile());
    var cases = new ArrayList<Wycheproof>();
    for (JsonNode group : root.required("testGroups")) {
      for (JsonNode test : group.required("tests")) {
        cases.add(new Wycheproof(group, test));
      }
    }
    if (cases.size() != root.required("numberOfTests").intValue()) {
      throw new IllegalStateException("the file does not have the cases that it counts");
    }
    return cases;
  }

  public byte[] hex(String member) {
    return HexFormat.of().parseHex(test.required(member).stringValue());
  }

  public int number(String member) {
    return test.required(member).intValue();
  }

  public boolean has(String member) {
    return test.has(member);
  }

  public boolean flagged(String flag) {
    for (JsonNode each : test.required("flags")) {
      if (each.stringValue().equals(flag)) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether the case must be accepted; anything but valid and invalid is an error. */
  public boolean valid() {
    String result = test.required("result").stringValue();
    return switch (result) {
      case "valid" -> true;
      case "invalid" -> false;
      default -> throw new IllegalStateException("a result that is neither valid nor invalid");
    };
  }

  @Override
  public String toString() {
    return number("tcId") + " " + test.required("comment").stringValue();
  }
}
