package io.plasmd.provider.artifacts;

/** A piece of an answer's content. */
sealed interface Segment {

    /** In bytes. */
    long length();

    /** Bytes of the artifact. */
    record Stretch(long offset, long length) implements Segment {

        /** What is left of it. */
        Stretch after(long bytes) {
            return new Stretch(offset + bytes, length - bytes);
        }
    }

    /** What stands between them in a multipart answer. */
    record Text(String ascii) implements Segment {
        @Override
        public long length() {
            return ascii.length();
        }
    }
}
