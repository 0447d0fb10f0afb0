import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Brings the classes of one library to a class file version that the start-up cache takes; the code stays as it is.
 *
 * <p>picocli is compiled for Java 5. Classes that old have no stack maps, which the runtime needs to check them ahead of
 * time, so it leaves them out of the cache, and loads and checks them at each start: 40 ms of 230.
 */
final class UpgradeClassFiles {
    /** Java 8: the oldest that has all that the cache asks for, and no rules that code of today could break. */
    private static final int VERSION = ClassFile.JAVA_8_VERSION;

    private UpgradeClassFiles() {}

    public static void main(String[] args) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(args[0]), args[1])) {
            for (Path jar : jars) {
                upgrade(jar);
            }
        }
    }

    private static void upgrade(Path jar) throws IOException {
        Path upgraded = Files.createTempFile(jar.getParent(), "upgraded", "");
        try (JarFile in = new JarFile(jar.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(upgraded))) {
            ClassFile classFile =
                    ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(classesOf(in)));
            for (JarEntry entry : Collections.list(in.entries())) {
                byte[] content = in.getInputStream(entry).readAllBytes();
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(entry.getName().endsWith(".class") ? upgrade(classFile, content) : content);
            }
        }
        Files.setLastModifiedTime(upgraded, Files.getLastModifiedTime(jar));
        Files.setPosixFilePermissions(upgraded, Files.getPosixFilePermissions(jar));
        Files.move(upgraded, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] upgrade(ClassFile classFile, byte[] content) {
        ClassModel model = classFile.parse(content);
        if (model.majorVersion() >= VERSION) {
            return content;
        }
        return classFile.transformClass(model, (builder, element) -> {
            switch (element) {
                case ClassFileVersion _ -> builder.withVersion(VERSION, 0);
                // Taken apart and put together again, for the stack maps to be made.
                case MethodModel method
                when method.code().isPresent() ->
                    builder.transformMethod(method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
                default -> builder.with(element);
            }
        });
    }

    /** Stack maps name the common ancestor of types, so the classes of the jar itself have to be found. */
    private static ClassHierarchyResolver classesOf(JarFile jar) {
        return ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> open(jar, type))
                .orElse(ClassHierarchyResolver.defaultResolver());
    }

    private static InputStream open(JarFile jar, ClassDesc type) {
        String descriptor = type.descriptorString();
        JarEntry entry = jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
