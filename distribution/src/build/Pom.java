import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The description of a library, beside its jar in Maven's local repository, where its parents are as well. */
record Pom(Path file, Element root) {
    static Pom read(Path file) throws IOException {
        try {
            return new Pom(
                    file,
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(file.toFile())
                            .getDocumentElement());
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(file.toString(), e);
        }
    }

    String group() {
        return text(root, "groupId")
                .or(() -> child(root, "parent").flatMap(parent -> text(parent, "groupId")))
                .orElseThrow();
    }

    /** Its own, or those of the next parent that names some. */
    List<String> licenses() throws IOException {
        Optional<Element> licenses = child(root, "licenses");
        if (licenses.isPresent()) {
            return children(licenses.get()).stream()
                    .map(license -> text(license, "name").orElse(""))
                    .toList();
        }
        Optional<Element> parent = child(root, "parent");
        return parent.isPresent() ? read(of(parent.get())).licenses() : List.of();
    }

    private Path of(Element parent) {
        String group = text(parent, "groupId").orElseThrow();
        String name = text(parent, "artifactId").orElseThrow();
        String version = text(parent, "version").orElseThrow();
        // <repository>/<group, a directory for each part>/<name>/<version>/<file>
        Path repository = file;
        for (int up = group().split("\\.").length + 3; up > 0; up--) {
            repository = repository.getParent();
        }
        return repository
                .resolve(group.replace('.', '/'))
                .resolve(name)
                .resolve(version)
                .resolve(name + "-" + version + ".pom");
    }

    private static Optional<String> text(Element element, String name) {
        return child(element, name).map(child -> child.getTextContent().strip());
    }

    private static Optional<Element> child(Element element, String name) {
        return children(element).stream()
                .filter(child -> child.getTagName().equals(name))
                .findFirst();
    }

    private static List<Element> children(Element element) {
        NodeList nodes = element.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .toList();
    }
}
