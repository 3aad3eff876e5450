package dev.vman.inventory;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** An address in a column, as text. */
@Converter(autoApply = true)
public class Ipv4AddressColumn implements AttributeConverter<Ipv4Address, String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Ipv4Address address) {
        return address == null ? null : address.toString();
    }

    @Override
    public @Nullable Ipv4Address convertToEntityAttribute(@Nullable String text) {
        return text == null ? null : Ipv4Address.parse(text);
    }
}
