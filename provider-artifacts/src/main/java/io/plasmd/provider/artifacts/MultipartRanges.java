package io.plasmd.provider.artifacts;

import io.plasmd.provider.catalog.Artifact;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Several ranges in one answer (RFC 9110, section 14.6). Jetty's own cannot tell its length, and is sent in chunks,
 * which boot clients do not read.
 */
final class MultipartRanges {
    private final String boundary = UUID.randomUUID().toString();
    private final Artifact artifact;
    private final List<RangeHeader.Range> ranges;

    MultipartRanges(Artifact artifact, List<RangeHeader.Range> ranges) {
        this.artifact = artifact;
        this.ranges = ranges;
    }

    String contentType() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        String before = "";
        for (RangeHeader.Range range : ranges) {
            segments.add(new Segment.Text(before + "--" + boundary + "\r\nContent-Type: " + artifact.contentType()
                    + "\r\nContent-Range: bytes " + range.first() + "-" + range.last() + "/" + artifact.size()
                    + "\r\n\r\n"));
            segments.add(new Segment.Stretch(range.first(), range.last() - range.first() + 1));
            before = "\r\n";
        }
        segments.add(new Segment.Text("\r\n--" + boundary + "--\r\n"));
        return segments;
    }
}
