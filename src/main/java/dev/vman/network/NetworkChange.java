package dev.vman.network;

/**
 * One difference between what a network should be and what it is; making it brings them nearer.
 *
 * @param kind {@code add} or {@code remove} or {@code correct}
 * @param subject {@code bridge}, {@code tap}, {@code filter}, {@code nat}, {@code dhcp}, {@code
 *     lease}, ...
 * @param name of the link, table or process, or the address
 * @param detail for people
 */
public record NetworkChange(String kind, String subject, String name, String detail) {}
