package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import io.plasmd.provider.catalog.Validators;
import io.plasmd.provider.release.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** The header fields of one version of an artifact, written out once for all answers. */
final class ArtifactFields {
    private static final HttpField ACCEPT_RANGES = new PreEncodedHttpField(HttpHeader.ACCEPT_RANGES, "bytes");

    private final Validators validators;
    private final HttpField contentType;
    private final HttpField contentLength;
    private final HttpField lastModified;
    private final List<HttpField> ofDigest;

    private ArtifactFields(Artifact artifact) {
        contentType = new HttpField(HttpHeader.CONTENT_TYPE, artifact.contentType());
        contentLength = new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, artifact.size());
        Instant dated = artifact.version().datedSecond(Instant.now());
        lastModified = new HttpField(HttpHeader.LAST_MODIFIED, DateGenerator.formatDate(dated));
        ofDigest = artifact.digest().map(ArtifactFields::of).orElse(List.of());
        validators = new Validators(artifact.digest().map(Digest::etag), Optional.of(dated), artifact.datedUniquely());
    }

    /** Made for the first request: of thousands of artifacts most are asked for by nobody. */
    static ArtifactFields of(Artifact artifact) {
        if (artifact.attachment() instanceof ArtifactFields made && !made.isAhead(Instant.now())) {
            return made;
        }
        var made = new ArtifactFields(artifact);
        artifact.attach(made);
        return made;
    }

    private static List<HttpField> of(Digest digest) {
        return List.of(
                new HttpField(HttpHeader.ETAG, digest.etag()),
                new HttpField("X-Content-SHA256", digest.hex()),
                new HttpField("Repr-Digest", digest.reprDigest()));
    }

    /** Whether it is dated later than now: the clock was set back since it was made. */
    private boolean isAhead(Instant now) {
        return !validators.at(now).equals(validators);
    }

    Validators validators() {
        return validators;
    }

    HttpField contentType() {
        return contentType;
    }

    HttpField lastModified() {
        return lastModified;
    }

    /** Adds those that depend on the artifact alone; {@code ResourceServlet} adds those of the answer. */
    void describe(Wanted wanted, Artifact artifact, HttpFields.Mutable answer) {
        answer.add("X-Artifact-Name", HeaderText.encode(wanted.name(artifact)));
        answer.put(wanted.cacheControl());
        for (HttpField field : ofDigest) {
            answer.add(field);
        }
    }

    /** Adds all that there are, as {@code ResourceServlet} would. */
    void describeWhole(Wanted wanted, Artifact artifact, HttpFields.Mutable answer) {
        describe(wanted, artifact, answer);
        answer.add(lastModified);
        answer.put(contentType);
        answer.add(ACCEPT_RANGES);
        answer.add(contentLength);
    }

    /** Adds all that 304 says (RFC 9110, section 15.4.5). */
    void describeUnmodified(Wanted wanted, Artifact artifact, HttpFields.Mutable answer) {
        describe(wanted, artifact, answer);
        answer.add(lastModified);
    }
}
