package io.plasmd.provider.release;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Device and inode of a file. Their text, which is what can be stored, takes longer to write out than to ask the disk for
 * both, so it is made only where it is needed.
 */
public final class FileKey {
    /** As the file system names it; null where only the text is known. */
    private final @Nullable Object key;

    private volatile @Nullable String text;

    private FileKey(@Nullable Object key, @Nullable String text) {
        this.key = key;
        this.text = text;
    }

    /** What the file system says. */
    public static FileKey of(BasicFileAttributes attributes) {
        return new FileKey(attributes.fileKey(), null);
    }

    /** What {@link #toString} has written. */
    public static FileKey parse(String text) {
        return new FileKey(null, text);
    }

    /** Whether it is that of a file. */
    boolean isOf(BasicFileAttributes attributes) {
        return key != null ? key.equals(attributes.fileKey()) : equals(of(attributes));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof FileKey that)) {
            return false;
        }
        return (key != null && that.key != null)
                ? key.equals(that.key)
                : toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = Objects.toString(key);
            text = known;
        }
        return known;
    }
}
