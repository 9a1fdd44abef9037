package dev.patchbay.core.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.regions.GeneratedServiceMetadataProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.DynamodbServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.EventsServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SecretsmanagerServiceMetadata;
import software.amazon.awssdk.regions.servicemetadata.SqsServiceMetadata;

/** The functions' short form of the SDK's list of services, beside the SDK's own entries. */
class ServiceMetadataTest {
  static Stream<ServiceMetadata> services() {
    return Stream.of(
        new EventsServiceMetadata(),
        new SqsServiceMetadata(),
        new SecretsmanagerServiceMetadata(),
        new DynamodbServiceMetadata());
  }

  @ParameterizedTest
  @MethodSource("services")
  void aServiceHasTheSameEndpointAndSigningRegionInEveryRegion(ServiceMetadata generated) {
    String prefix =
        generated
            .endpointFor(Region.US_EAST_1)
            .toString()
            .replaceFirst("^(?:.*//)?([a-z]+).*", "$1");
    ServiceMetadata ours = ServiceMetadata.of(prefix);
    assertThat(ours.getClass()).isNotEqualTo(generated.getClass());
    for (Region region : Region.regions()) {
      assertThat(ours.endpointFor(region))
          .as("%s in %s", prefix, region)
          .isEqualTo(generated.endpointFor(region));
      assertThat(ours.signingRegion(region)).isEqualTo(generated.signingRegion(region));
    }
  }

  @Test
  void noServiceIsListed() {
    assertThat(new GeneratedServiceMetadataProvider().serviceMetadata("events")).isNull();
  }
}
