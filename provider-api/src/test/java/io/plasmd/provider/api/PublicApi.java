package io.plasmd.provider.api;

import java.io.File;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of this package another jar can compile against, as text: a line for each type and member, in a fixed order. */
final class PublicApi {
    private PublicApi() {}

    static List<String> describe() throws URISyntaxException, ClassNotFoundException {
        List<String> lines = new ArrayList<>();
        for (Class<?> type : types()) {
            describe(type, lines);
        }
        return lines;
    }

    private static List<Class<?>> types() throws URISyntaxException, ClassNotFoundException {
        var classes = new File(Endpoint.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String packageName = Endpoint.class.getPackageName();
        String[] files = new File(classes, packageName.replace('.', '/')).list((directory, name) -> isType(name));
        List<Class<?>> types = new ArrayList<>();
        for (String file :
                Stream.of(files == null ? new String[0] : files).sorted().toList()) {
            Class<?> type = Class.forName(packageName + "." + file.substring(0, file.length() - ".class".length()));
            if (isVisible(type.getModifiers())) {
                types.add(type);
            }
        }
        return types;
    }

    private static boolean isType(String file) {
        return file.endsWith(".class") && !file.equals("package-info.class");
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static void describe(Class<?> type, List<String> lines) {
        lines.add(modifiers(type.getModifiers() & ~Modifier.ABSTRACT) + kind(type) + " " + name(type) + parents(type));
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field.getModifiers()) && !field.isSynthetic()) {
                members.add(modifiers(field.getModifiers()) + render(field.getAnnotatedType()) + " " + field.getName()
                        + constant(field));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor.getModifiers()) && !constructor.isSynthetic()) {
                members.add(modifiers(constructor.getModifiers()) + type.getSimpleName() + signature(constructor));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
                members.add(modifiers(method.getModifiers() & ~Modifier.TRANSIENT)
                        + (method.isDefault() ? "default " : "")
                        + render(method.getAnnotatedReturnType()) + " " + method.getName() + signature(method));
            }
        }
        Collections.sort(members);
        members.forEach(member -> lines.add(name(type) + ": " + member));
    }

    private static String modifiers(int modifiers) {
        String text = Modifier.toString(modifiers & ~Modifier.INTERFACE);
        return text.isEmpty() ? "" : text + " ";
    }

    private static String kind(Class<?> type) {
        if (type.isInterface()) {
            return "interface";
        }
        if (type.isRecord()) {
            return "record";
        }
        return type.isEnum() ? "enum" : "class";
    }

    private static String parents(Class<?> type) {
        String interfaces = Arrays.stream(type.getAnnotatedInterfaces())
                .map(PublicApi::render)
                .collect(Collectors.joining(", "));
        return interfaces.isEmpty() ? "" : " : " + interfaces;
    }

    private static String constant(Field field) {
        if (!Modifier.isStatic(field.getModifiers()) || field.isEnumConstant()) {
            return "";
        }
        try {
            return " = " + field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signature(Executable executable) {
        List<String> parameters = new ArrayList<>();
        for (Parameter parameter : executable.getParameters()) {
            String type = render(parameter.getAnnotatedType());
            parameters.add(parameter.isVarArgs() ? type.replaceFirst("\\[]$", "...") : type);
        }
        String thrown = Arrays.stream(executable.getAnnotatedExceptionTypes())
                .map(PublicApi::render)
                .collect(Collectors.joining(", "));
        return "(" + String.join(", ", parameters) + ")" + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    /** With a question mark after what may be null, where the annotation is to be seen at run time. */
    private static String render(AnnotatedType type) {
        String mark = type.isAnnotationPresent(Nullable.class) ? "?" : "";
        if (type instanceof AnnotatedParameterizedType generic) {
            String arguments = Arrays.stream(generic.getAnnotatedActualTypeArguments())
                    .map(PublicApi::render)
                    .collect(Collectors.joining(", "));
            String raw = generic.getType().getTypeName().replaceFirst("<.*", "");
            return shorten(raw) + "<" + arguments + ">" + mark;
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
            return lower.length > 0
                    ? "? super " + render(lower[0])
                    : "? extends " + render(wildcard.getAnnotatedUpperBounds()[0]);
        }
        return shorten(type.getType().getTypeName()) + mark;
    }

    private static String name(Class<?> type) {
        return shorten(type.getName());
    }

    private static String shorten(String name) {
        return name.replace(Endpoint.class.getPackageName() + ".", "")
                .replace("java.lang.", "")
                .replace('$', '.');
    }
}
