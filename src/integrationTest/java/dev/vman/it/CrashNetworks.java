package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Operations on networks and forwards: on bridges where there can be some, else in user mode. */
final class CrashNetworks {
    private static final Map<String, Object> USER = Map.of("mode", "user");
    private static final List<String> SERVERS = List.of("9.9.9.9");
    private static final int SUBNETS = 256;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private CrashNetworks() {}

    static Stream<CrashOperation> all() {
        return Stream.of(
                new CrashOperation("network-create", "network.create", CrashNetworks::create),
                new CrashOperation("network-change", "network.change", CrashNetworks::change),
                new CrashOperation("network-delete", "network.delete", CrashNetworks::delete),
                new CrashOperation("network-apply", "network.apply", CrashNetworks::apply),
                new CrashOperation("forward-create", "forward.create", CrashNetworks::forward),
                new CrashOperation("forward-delete", "forward.delete", CrashNetworks::forwardNot));
    }

    private static CrashOperation.Try create(CrashScene scene) {
        String name = SharedDaemon.newName("net");
        return new CrashOperation.Try(
                () -> network(scene, name),
                () -> field(scene, "networks/" + name, "mode"),
                scene.isBridged() ? "isolated" : "user");
    }

    private static Answer network(CrashScene scene, String name) {
        if (!scene.isBridged()) {
            return scene.daemon().api().post("networks", Map.of("name", name, "mode", "user"));
        }
        int number = NUMBER.getAndIncrement() % (SUBNETS * SUBNETS);
        String subnet = "10.%d.%d.0/28".formatted(100 + number / SUBNETS, number % SUBNETS);
        return scene.daemon()
                .api()
                .post("networks", Map.of("name", name, "mode", "isolated", "subnet", subnet));
    }

    /** On a bridge with a VM: of its name servers. Else there is nothing that could be changed. */
    private static CrashOperation.Try change(CrashScene scene) {
        String at = made(scene);
        if (!scene.isBridged()) {
            return new CrashOperation.Try(
                    () -> scene.daemon().api().patch(at, USER),
                    () -> field(scene, at, "mode"),
                    "user");
        }
        Vm _ = scene.vm(Map.of("start", true, "network", at.substring("networks/".length())));
        return new CrashOperation.Try(
                () -> scene.daemon().api().patch(at, Map.of("dns", SERVERS)),
                () -> scene.daemon().api().get(at).body().path("dns").path(0).asText(),
                SERVERS.getFirst());
    }

    private static CrashOperation.Try delete(CrashScene scene) {
        String at = made(scene);
        return new CrashOperation.Try(
                () -> scene.daemon().api().delete(at), () -> field(scene, at, "mode"), "404");
    }

    private static CrashOperation.Try apply(CrashScene scene) {
        String at = made(scene);
        String mode = field(scene, at, "mode");
        return new CrashOperation.Try(
                () -> scene.daemon().api().post(at + "/actions/apply", Map.of()),
                () -> field(scene, at, "mode"),
                mode);
    }

    private static String made(CrashScene scene) {
        return "networks/" + named(scene);
    }

    /** A new one's name. */
    static String named(CrashScene scene) {
        String name = SharedDaemon.newName("net");
        var _ = network(scene, name).is(201);
        return name;
    }

    private static CrashOperation.Try forward(CrashScene scene) {
        String forwards = "vms/" + scene.vm(Map.of("start", true)).id() + "/forwards";
        return new CrashOperation.Try(
                () -> scene.daemon().api().post(forwards, Map.of("guestPort", 22)),
                () -> count(scene, forwards),
                "1");
    }

    private static CrashOperation.Try forwardNot(CrashScene scene) {
        String forwards = "vms/" + scene.vm(Map.of("start", true)).id() + "/forwards";
        JsonNode made = scene.daemon().api().post(forwards, Map.of("guestPort", 22)).is(201).body();
        return new CrashOperation.Try(
                () -> scene.daemon().api().delete(forwards + "/" + made.path("id").asText()),
                () -> count(scene, forwards),
                "0");
    }

    private static String count(CrashScene scene, String path) {
        return "" + scene.daemon().api().get(path).body().path("items").size();
    }

    private static String field(CrashScene scene, String path, String name) {
        Answer answer = scene.daemon().api().get(path);
        return answer.status() == 200 ? answer.body().path(name).asText() : "" + answer.status();
    }
}
