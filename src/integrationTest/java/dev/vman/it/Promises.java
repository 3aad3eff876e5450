package dev.vman.it;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a daemon said it had made: it has to be there, unless somebody asked for its removal. */
final class Promises {
    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final Set<String> doomed = ConcurrentHashMap.newKeySet();

    /** An answer to a request that was to make something in this collection. */
    Answer keep(String collection, Answer answer) {
        if (answer.status() == 201) {
            boolean _ = made.add(collection + "/" + answer.body().path("id").asText());
        }
        return answer;
    }

    /** Its removal is asked for now; whether that succeeds may remain unknown. */
    void release(String path) {
        boolean _ = doomed.add(path);
    }

    List<String> broken(Api api) {
        return made.stream()
                .filter(path -> !doomed.contains(path))
                .filter(path -> api.get(path).status() != 200)
                .toList();
    }
}
