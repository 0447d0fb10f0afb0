package io.plasmd.provider.release;

/** One place does not have the artifact as it should be: another try there would be the same. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String advice;

    /**
     * With the reason.
     *
     * @param what begins with the URL
     * @param advice a sentence
     */
    RefusedException(String what, String advice) {
        super(what);
        this.what = what;
        this.advice = advice;
    }

    String what() {
        return what;
    }

    String advice() {
        return advice;
    }
}
