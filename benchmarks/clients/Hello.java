/** The least that a Java program can do: the start, and the memory, of the runtime itself. */
final class Hello {
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("hello");
        if (arguments.length > 0) {
            Thread.sleep(Long.parseLong(arguments[0]) * 1000);
        }
    }
}
