import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table. */
record Report(Samples samples, List<String> contestants, BenchOptions options) {
    private static final String RAW = "raw QEMU";
    private static final String VMAN = "VMAN";

    String table() {
        List<String> lines = new ArrayList<>();
        lines.add("| median (90 %) | " + String.join(" | ", contestants) + " | VMAN : raw | aim | |");
        lines.add("|---|" + "---|".repeat(contestants.size()) + "---|---|---|");
        lines.add(compared("start", "start (request to running), ms", new Aim.TimesRaw(1.2)));
        lines.add(compared("attach", "attach a virtio disk, ms", new Aim.TimesRaw(3)));
        lines.add(compared("stop", "forced stop, ms", new Aim.RawPlus(25)));
        lines.add(compared("ten", Rounds.AT_ONCE + " started at once, ms", new Aim.TimesRaw(1 / 0.8)));
        int rows = options.rows();
        lines.add(compared("list", "GET /vms?limit=1000, " + rows + " VMs, ms", new Aim.Below(25)));
        lines.add(compared("page", "GET /vms, the first 100 of " + rows + ", ms", new Aim.Below(25)));
        lines.add(compared("one", "GET /vms/{vm}, ms", new Aim.Below(3)));
        return String.join("\n", lines);
    }

    private String compared(String what, String title, Aim aim) {
        StringBuilder line = new StringBuilder("| " + title);
        for (String who : contestants) {
            line.append(" | ").append(cell(what, who));
        }
        Optional<Double> raw = samples.median(what, RAW);
        Optional<Double> vman = samples.median(what, VMAN);
        String ratio =
                raw.flatMap(base -> vman.map(own -> number("%.2f", own / base))).orElse("");
        String verdict =
                vman.map(own -> aim.isMet(own, raw.orElse(0.0)) ? "met" : "**missed**").orElse("");
        return line.append(" | " + ratio + " | " + aim.words() + " | " + verdict + " |").toString();
    }

    private String cell(String what, String who) {
        return samples.median(what, who)
                .flatMap(median ->
                        samples.p90(what, who).map(p90 -> number("%.1f (%.1f)", median, p90)))
                .orElse("");
    }

    private static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
