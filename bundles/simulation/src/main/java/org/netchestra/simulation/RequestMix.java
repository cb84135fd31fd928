package org.netchestra.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Files that are asked for by weight: a workload without times. Immutable.
 *
 * <p>Read from lines {@code path,size,weight,...}; lines that begin with {@code #} and the header are passed over.
 */
public final class RequestMix {

    /**
     * A file.
     *
     * @param path its path, the key
     * @param bytes its size
     * @param weight how often it is asked for, in proportion to the others
     */
    public record File(String path, long bytes, long weight) {}

    private final List<File> files;
    private final long[] upTo;

    public RequestMix(List<File> files) {
        this.files = List.copyOf(files);
        upTo = new long[files.size()];
        long sum = 0;
        for (int index = 0; index < upTo.length; index++) {
            sum += files.get(index).weight();
            upTo[index] = sum;
        }
        if (sum == 0) {
            throw new IllegalArgumentException("weights: 0 in sum (expected: positive)");
        }
    }

    /** @throws IOException when a line is no file */
    public static RequestMix parse(List<String> lines) throws IOException {
        List<File> files = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#") || line.startsWith("path,")) {
                continue;
            }
            String[] fields = line.split(",", -1);
            try {
                files.add(new File(fields[0], Long.parseLong(fields[1].strip()), Long.parseLong(fields[2].strip())));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException malformed) {
                throw new IOException("line: " + line + " (expected: path,size,weight)", malformed);
            }
        }
        return new RequestMix(files);
    }

    /** One file, by the weights. */
    public File draw(SplittableRandom random) {
        long ticket = random.nextLong(upTo[upTo.length - 1]);
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo[middle] > ticket) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return files.get(low);
    }

    public List<File> files() {
        return files;
    }

    /** The mean size of a request in bytes. */
    public double meanBytes() {
        double bytes = 0;
        for (File file : files) {
            bytes += (double) file.bytes() * file.weight();
        }
        return bytes / upTo[upTo.length - 1];
    }
}
