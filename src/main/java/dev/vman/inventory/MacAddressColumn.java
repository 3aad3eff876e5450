package dev.vman.inventory;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** An Ethernet address in a column, as text. */
@Converter(autoApply = true)
public class MacAddressColumn implements AttributeConverter<MacAddress, String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable MacAddress mac) {
        return mac == null ? null : mac.value();
    }

    @Override
    public @Nullable MacAddress convertToEntityAttribute(@Nullable String text) {
        return text == null ? null : new MacAddress(text);
    }
}
