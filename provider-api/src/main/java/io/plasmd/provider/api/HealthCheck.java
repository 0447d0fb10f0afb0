package io.plasmd.provider.api;

/** One question about the health of the server. */
@FunctionalInterface
public interface HealthCheck {

    /**
     * What a check found.
     *
     * @param healthy whether all is well
     * @param detail for people: what was found, in one line; empty where there is nothing to add
     */
    record Result(boolean healthy, String detail) {

        /**
         * All is well.
         *
         * @return a healthy result without detail
         */
        public static Result ok() {
            return new Result(true, "");
        }

        /**
         * Something is wrong.
         *
         * @param detail what is wrong and what to do, in one line
         * @return an unhealthy result
         */
        public static Result failed(String detail) {
            return new Result(false, detail);
        }
    }

    /**
     * Looks. It should take milliseconds: the answer to {@code /health} waits for it.
     *
     * @return what was found
     * @throws Exception counts as unhealthy, with its message as the detail
     */
    Result check() throws Exception;
}
