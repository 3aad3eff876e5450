package dev.vman.inventory;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** A subnet in a column, as text. */
@Converter(autoApply = true)
public class Ipv4SubnetColumn implements AttributeConverter<Ipv4Subnet, String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Ipv4Subnet subnet) {
        return subnet == null ? null : subnet.toString();
    }

    @Override
    public @Nullable Ipv4Subnet convertToEntityAttribute(@Nullable String text) {
        return text == null ? null : Ipv4Subnet.parse(text);
    }
}
