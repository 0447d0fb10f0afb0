import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A bill of materials in the format CycloneDX 1.6. */
final class BillOfMaterials {
    private static final JsonMapper JSON = JsonMapper.shared();

    private BillOfMaterials() {}

    static String of(String version, List<Library> libraries, PackedRuntime runtime) throws IOException {
        ObjectNode bill = JSON.createObjectNode()
                .put("bomFormat", "CycloneDX")
                .put("specVersion", "1.6")
                .put("version", 1);
        String product = "pkg:generic/provider@" + version;
        ObjectNode component = bill.putObject("metadata").putObject("component");
        component
                .put("type", "application")
                .put("bom-ref", product)
                .put("name", "provider")
                .put("version", version)
                .put("purl", product);
        component.putArray("licenses").addObject().putObject("license").put("id", "Apache-2.0");
        ArrayNode components = bill.putArray("components");
        for (Library library : libraries) {
            components.add(library(library));
        }
        components.add(runtime(runtime));
        ObjectNode dependency = bill.putArray("dependencies").addObject().put("ref", product);
        ArrayNode needed = dependency.putArray("dependsOn");
        components.forEach(each -> needed.add(each.path("bom-ref")));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bill) + "\n";
    }

    private static ObjectNode library(Library library) throws IOException {
        ObjectNode component = JSON.createObjectNode()
                .put("type", "library")
                .put("bom-ref", library.packageUrl())
                .put("group", library.group())
                .put("name", library.name())
                .put("version", library.version());
        component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256(library));
        ArrayNode licenses = component.putArray("licenses");
        library.licenses()
                .forEach(license ->
                        licenses.addObject().putObject("license").put(license.contains(" ") ? "name" : "id", license));
        return component.put("purl", library.packageUrl());
    }

    /** The libraries need it, and its holes are the product's. */
    private static ObjectNode runtime(PackedRuntime runtime) {
        String reference =
                "pkg:generic/openjdk@" + URLEncoder.encode(runtime.version().toString(), StandardCharsets.UTF_8);
        ObjectNode component = JSON.createObjectNode()
                .put("type", "platform")
                .put("bom-ref", reference)
                .put("publisher", runtime.vendor())
                .put("name", "openjdk")
                .put("version", runtime.version().toString())
                .put("description", "The Java runtime in runtime/: " + String.join(", ", runtime.modules()));
        component.putArray("licenses").addObject().put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
        return component
                .put("cpe", "cpe:2.3:a:oracle:openjdk:" + runtime.number() + ":*:*:*:*:*:*:*")
                .put("purl", reference);
    }

    private static String sha256(Library library) throws IOException {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library.jar())));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
