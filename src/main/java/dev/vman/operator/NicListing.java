package dev.vman.operator;

import dev.vman.operator.LiveDevices.PluggedNic;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code info network} of QEMU's human monitor tells; QMP has no words for it. A card's line
 * is followed by that of its other end, as {@code \ net0: ...}; an end without a card has a line of
 * its own.
 *
 * @param nics cards of any origin
 * @param unused names of ends of ours that no card has
 */
record NicListing(List<PluggedNic> nics, List<String> unused) {
    private static final Pattern LINE =
            Pattern.compile("^( \\\\ )?([^ :]+): index=0,type=([a-z-]+),?(.*)$");
    private static final Pattern IFNAME = Pattern.compile("(?:^|,)ifname=([^,]+)(?:,|$)");
    private static final Pattern OURS = Pattern.compile("net[0-7]");

    NicListing {
        nics = List.copyOf(nics);
        unused = List.copyOf(unused);
    }

    static NicListing parse(String text) {
        List<PluggedNic> nics = new ArrayList<>();
        List<String> unused = new ArrayList<>();
        boolean afterCard = false;
        for (String line : text.lines().toList()) {
            Matcher client = LINE.matcher(line);
            boolean known = client.matches();
            boolean card = known && client.group(3).equals("nic") && client.group(1) == null;
            if (card) {
                nics.add(new PluggedNic(client.group(2), "", ""));
            } else if (known && client.group(1) != null && afterCard) {
                nics.add(withEnd(nics.removeLast(), client));
            } else if (known
                    && client.group(1) == null
                    && OURS.matcher(client.group(2)).matches()) {
                unused.add(client.group(2));
            }
            afterCard = card;
        }
        return new NicListing(nics, unused);
    }

    private static PluggedNic withEnd(PluggedNic card, Matcher end) {
        Matcher ifname = IFNAME.matcher(end.group(4));
        return new PluggedNic(card.deviceId(), end.group(2), ifname.find() ? ifname.group(1) : "");
    }

    boolean has(String device) {
        return nics.stream().anyMatch(nic -> nic.deviceId().equals(device));
    }
}
