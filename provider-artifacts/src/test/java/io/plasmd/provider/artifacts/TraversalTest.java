package io.plasmd.provider.artifacts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways out of the artifacts directory, in every encoding that some server once decoded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TraversalTest {
    private static final int STEPS_TO_THE_SECRET = 3;

    private HostileServer server;

    @BeforeAll
    void start() throws Exception {
        server = new HostileServer();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            ../,                    400, 400
            %2e%2e/,                400, 400
            %2E%2E/,                400, 400
            %2e./,                  400, 400
            .%2e/,                  400, 400
            ..%2f,                  400, 400
            ..%2F,                  400, 400
            %2e%2e%2f,              400, 400
            ..\\,                   400, 400
            ..%5c,                  404, 404
            ..%5C,                  404, 404
            %2e%2e%5c,              404, 404
            ..%255c,                404, 404
            ..%252f,                404, 404
            %252e%252e/,            404, 404
            %252e%252e%252f,        404, 404
            ..;/,                   400, 400
            ..;x=y/,                400, 400
            %2e%2e;/,               400, 400
            ..%3b/,                 404, 404
            ..%00/,                 400, 400
            ..%0d/,                 400, 400
            ..%0a/,                 400, 400
            ..%09/,                 400, 400
            ..%20/,                 404, 404
            ....//,                 404, 404
            .../,                   404, 404
            .//,                    400, 400
            ..//,                   400, 400
            %c0%ae%c0%ae/,          400, 400
            %c0%2e%c0%2e/,          400, 400
            %e0%80%ae%e0%80%ae/,    400, 400
            ..%c0%af,               400, 400
            ..%e0%80%af,            400, 400
            ..%c1%9c,               400, 400
            ..%f0%80%80%af,         400, 400
            ..%uff0f,               400, 400
            %uff0e%uff0e/,          400, 400
            %u002e%u002e/,          400, 400
            %ef%bc%8e%ef%bc%8e/,    404, 404
            %e2%80%a5/,             404, 404
            ..%ef%bc%8f,            404, 404
            ..%e2%88%95,            404, 404
            %00.%00./,              400, 400
            .%00.%00/%00,           400, 400
            %fe%ff%00.%00./,        400, 400
            ..?/,                   400, 400
            ..#/,                   400, 400
            """)
    void aWayUpLeadsNowhere(String step, int fromARelease, int fromTheTop) throws Exception {
        server.get(ArtifactServer.RELEASE + step.repeat(STEPS_TO_THE_SECRET) + "secret", fromARelease);
        server.get("/" + step + "secret", fromTheTop);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            //stable/x86_64/vmlinuz,           200
            /stable//x86_64/vmlinuz,           200
            /stable/x86_64//vmlinuz,           200
            /stable/x86_64/vmlinuz//,          404
            ///,                               404
            /stable/%2e/x86_64/vmlinuz,        400
            /stable%2fx86_64/vmlinuz,          400
            /stable%2Fx86_64%2Fvmlinuz,        400
            /stable%5cx86_64%5cvmlinuz,        404
            /stable\\x86_64\\vmlinuz,          400
            \\stable\\x86_64\\vmlinuz,         400
            /stable/x86_64/vmlinuz%00,         400
            /stable/x86_64/vmlinuz%00.sha256,  400
            /stable/x86_64/vmlinuz%0a,         400
            /stable/x86_64/vmlinuz%0d%0aX:y,   400
            /stable/x86_64/vmlinuz%1b[2J,      400
            /stable/x86_64/vmlinuz%7f,         400
            /stable/x86_64/vmlinuz%c2%85,      404
            /stable/x86_64/vmlinuz%c2%9b2J,    404
            /stable/x86_64/vmlinuz%ed%a0%80,   400
            /stable/x86_64/vmlinuz%ed%bf%bf,   400
            /stable/x86_64/vmlinuz%f4%90%80%80,400
            /stable/x86_64/vmlinuz%ff,         400
            /stable/x86_64/vmlinuz%c3,         400
            /stable/x86_64/vmlinuz%,           400
            /stable/x86_64/vmlinuz%2,          400
            /stable/x86_64/vmlinuz%2g,         400
            /stable/x86_64/vmlinuz%u0000,      400
            /stable/x86_64/vmlinuz%25,         404
            /stable/x86_64/vmlinuz;,           400
            /stable/x86_64/vmlinuz;a=b,        400
            /stable;a/x86_64/vmlinuz,          400
            /;/stable/x86_64/vmlinuz,          400
            /stable/x86_64/vmlinuz/,           404
            /stable/x86_64/vmlinuz/.,          400
            /stable/x86_64/vmlinuz/x,          404
            /stable/x86_64/vmlinuz%20,         404
            /stable/x86_64/vmlinuz.,           404
            /stable/x86_64/vmlinuz~,           404
            /stable/x86_64/VMLINUZ,            404
            /stable/x86_64/vmlinuz::$DATA,     404
            /stable/x86_64/*,                  404
            /stable/x86_64/vmlinu?,            404
            /stable/x86_64/~root,              404
            /~root/x86_64/vmlinuz,             404
            /stable/x86_64/.secret,            404
            /stable/x86_64/%2esecret,          404
            /stable/.secret/vmlinuz,           404
            /.secret/x86_64/vmlinuz,           404
            /.secret,                          404
            /stable/x86_64/.secret.sha256,     404
            /stable/x86_64/.,                  400
            /stable/x86_64/..,                 400
            /stable/x86_64/sha256sums,         404
            /stable/x86_64/Sha256Sums,         404
            /stable/x86_64/SHA256SUMS/,        404
            /stable/x86_64/SHA256SUMS.sha256,  404
            /stable/x86_64/MANIFEST.JSON,      404
            /KERNEL,                           404
            /manifest.json/,                   404
            /etc/passwd/x,                     404
            /proc/self/environ,                404
            /blobs/sha256/.secret,             404
            /blobs/sha256/../../stable/x86_64/.secret, 400
            """)
    void whatOnlyLooksLikeAnArtifactIsNone(String target, int status) throws Exception {
        server.get(target, status);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 9, 11, 12, 13, 27, 31, 127, 128, 155, 192, 237, 255})
    void aByteThatIsNoCharacterOfAUrlIsRefused(int code) throws Exception {
        server.get(HostileServer.KERNEL + (char) code, 400);
    }

    @Test
    void aNameMayBeAsLongAsAFileSystemTakes() throws Exception {
        String longest = "n".repeat(255);
        byte[] content = server.files().put(longest.substring(1), 10);
        assertArrayEquals(
                content,
                server.get(ArtifactServer.RELEASE + longest.substring(1), 200).bytes());
        server.get(ArtifactServer.RELEASE + longest, 404);
        server.get(ArtifactServer.RELEASE + longest + "n", 404);
        server.get("/" + longest + "n/x86_64/vmlinuz", 404);
        server.get(ArtifactServer.RELEASE + "%c3%bc".repeat(128), 404);
    }

    @Test
    void aPathMayBeLongAndDeep() throws Exception {
        server.get("/" + "p".repeat(4000), 404);
        server.get("/" + "p".repeat(5000), 414);
        server.get("/" + "p".repeat(8192), 414);
        server.get("/" + "d/".repeat(2000), 404);
        server.get(ArtifactServer.RELEASE + "../".repeat(1300) + "secret", 400);
    }
}
