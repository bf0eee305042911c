package dev.agentpay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.twilio.base.Page;
import com.twilio.base.Reader;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.sync.v1.Service;
import com.twilio.rest.sync.v1.service.Document;
import com.twilio.rest.sync.v1.service.SyncMap;
import com.twilio.rest.sync.v1.service.syncmap.SyncMapItem;
import com.twilio.rest.sync.v1.service.syncmap.SyncMapItemReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Tests Sync with twilio-java.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncTest {
  private static final String SERVICE = TestContactCentre.SYNC_SERVICE;
  private final TestContactCentre centre = new TestContactCentre();

  @AfterAll
  void close() {
    centre.close();
  }

  @Test
  void services_are_created_listed_and_deleted() {
    final Service service = Service.creator().setFriendlyName("Test").create(centre.twilio);
    assertThat(service.getSid()).matches("IS[0-9a-f]{32}");
    assertThat(service.getFriendlyName()).isEqualTo("Test");
    assertThat(service.getAclEnabled()).isFalse();
    assertThat(service.getDateCreated()).isNotNull();
    final List<String> sids = new ArrayList<>();
    Service.reader().read(centre.twilio).forEach(each -> sids.add(each.getSid()));
    assertThat(sids).contains(SERVICE, service.getSid());
    assertThat(Service.fetcher(SERVICE).fetch(centre.twilio).getFriendlyName())
        .isEqualTo("AgentAssistedPaySync");
    assertThat(Service.deleter(service.getSid()).delete(centre.twilio)).isTrue();
    refused(() -> Service.fetcher(service.getSid()).fetch(centre.twilio), 404, 54050);
  }

  @Test
  void finds_a_map_by_name_or_sid() {
    final SyncMap map = SyncMap.creator(SERVICE).setUniqueName("byName").create(centre.twilio);
    assertThat(map.getSid()).matches("MP[0-9a-f]{32}");
    assertThat(SyncMap.fetcher(SERVICE, "byName").fetch(centre.twilio).getSid())
        .isEqualTo(map.getSid());
    assertThat(SyncMap.fetcher(SERVICE, map.getSid()).fetch(centre.twilio).getUniqueName())
        .isEqualTo("byName");
    refused(
        () -> SyncMap.creator(SERVICE).setUniqueName("byName").create(centre.twilio), 409, 54301);
    final List<String> names = new ArrayList<>();
    SyncMap.reader(SERVICE).read(centre.twilio).forEach(each -> names.add(each.getUniqueName()));
    assertThat(names).contains("byName");
    assertThat(SyncMap.deleter(SERVICE, "byName").delete(centre.twilio)).isTrue();
    refused(() -> SyncMap.fetcher(SERVICE, "byName").fetch(centre.twilio), 404, 54200);
  }

  @Test
  void an_item_is_created_replaced_and_deleted() {
    final String map = map("items");
    final SyncMapItem item =
        SyncMapItem.creator(SERVICE, map, "PK1", Map.of("Capture", "a", "Required", "b"))
            .setItemTtl(43_200)
            .create(centre.twilio);
    assertThat(item.getKey()).isEqualTo("PK1");
    assertThat(item.getRevision()).isEqualTo("0");
    assertThat(item.getCreatedBy()).isEqualTo("system");
    assertThat(item.getDateExpires()).isEqualTo(item.getDateCreated().plusHours(12));
    final SyncMapItem updated =
        SyncMapItem.updater(SERVICE, map, "PK1")
            .setData(Map.of("Result", "success"))
            .update(centre.twilio);
    assertThat(updated.getRevision()).isEqualTo("1");
    assertThat(SyncMapItem.fetcher(SERVICE, map, "PK1").fetch(centre.twilio).getData())
        .as("the value is replaced, not merged")
        .isEqualTo(Map.of("Result", "success"));
    assertThat(SyncMap.fetcher(SERVICE, map).fetch(centre.twilio).getRevision()).isEqualTo("2");
    assertThat(SyncMapItem.deleter(SERVICE, map, "PK1").delete(centre.twilio)).isTrue();
    refused(() -> SyncMapItem.fetcher(SERVICE, map, "PK1").fetch(centre.twilio), 404, 54201);
    refused(() -> SyncMapItem.deleter(SERVICE, map, "PK1").delete(centre.twilio), 404, 54201);
    refused(
        () -> SyncMapItem.updater(SERVICE, map, "PK1").setTtl(1).update(centre.twilio), 404, 54201);
  }

  @Test
  void refuses_an_update_of_another_revision() {
    final String map = map("revisions");
    SyncMapItem.creator(SERVICE, map, "k", Map.of("a", 1)).create(centre.twilio);
    SyncMapItem.updater(SERVICE, map, "k")
        .setData(Map.of("a", 2))
        .setIfMatch("0")
        .update(centre.twilio);
    refused(
        () ->
            SyncMapItem.updater(SERVICE, map, "k")
                .setData(Map.of("a", 3))
                .setIfMatch("0")
                .update(centre.twilio),
        412,
        54205);
    refused(
        () -> SyncMapItem.deleter(SERVICE, map, "k").setIfMatch("0").delete(centre.twilio),
        412,
        54205);
    assertThat(SyncMapItem.fetcher(SERVICE, map, "k").fetch(centre.twilio).getData())
        .isEqualTo(Map.of("a", 2));
  }

  @Test
  void reads_items_page_by_page_in_both_orders() {
    final String map = map("pages");
    for (int i = 0; i < 7; i++) {
      SyncMapItem.creator(SERVICE, map, "k" + (i * 5 % 7), Map.of("i", i)).create(centre.twilio);
    }
    final List<String> keys = new ArrayList<>();
    final SyncMapItemReader reader = SyncMapItem.reader(SERVICE, map);
    reader.pageSize(3).read(centre.twilio).forEach(item -> keys.add(item.getKey()));
    assertThat(keys).containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6");
    keys.clear();
    SyncMapItem.reader(SERVICE, map)
        .setOrder(SyncMapItem.QueryResultOrder.DESC)
        .setFrom("k4")
        .setBounds(SyncMapItem.QueryFromBoundType.EXCLUSIVE)
        .pageSize(2)
        .read(centre.twilio)
        .forEach(item -> keys.add(item.getKey()));
    assertThat(keys).containsExactly("k3", "k2", "k1", "k0");
  }

  @Test
  void paging_survives_a_deleted_item() {
    final String map = map("goingPages");
    for (String key : List.of("a", "b", "c", "d")) {
      SyncMapItem.creator(SERVICE, map, key, Map.of("k", key)).create(centre.twilio);
    }
    final Reader<SyncMapItem> reader = SyncMapItem.reader(SERVICE, map).pageSize(2);
    final Page<SyncMapItem> first = reader.firstPage(centre.twilio);
    SyncMapItem.deleter(SERVICE, map, "a").delete(centre.twilio);
    SyncMapItem.deleter(SERVICE, map, "b").delete(centre.twilio);
    assertThat(reader.nextPage(first, centre.twilio).getRecords())
        .extracting(SyncMapItem::getKey)
        .containsExactly("c", "d");
  }

  @Test
  void documents_have_data_and_revisions() {
    final Document document =
        Document.creator(SERVICE)
            .setUniqueName("doc")
            .setData(Map.of("paymentAmount", "9.99"))
            .create(centre.twilio);
    assertThat(document.getSid()).matches("ET[0-9a-f]{32}");
    assertThat(document.getData()).isEqualTo(Map.of("paymentAmount", "9.99"));
    Document.updater(SERVICE, "doc").setData(Map.of("a", 1)).setIfMatch("0").update(centre.twilio);
    refused(
        () ->
            Document.updater(SERVICE, "doc")
                .setData(Map.of("a", 2))
                .setIfMatch("0")
                .update(centre.twilio),
        412,
        54103);
    assertThat(Document.fetcher(SERVICE, document.getSid()).fetch(centre.twilio).getData())
        .isEqualTo(Map.of("a", 1));
    assertThat(Document.reader(SERVICE).read(centre.twilio)).isNotEmpty();
    Document.deleter(SERVICE, "doc").delete(centre.twilio);
    refused(() -> Document.fetcher(SERVICE, "doc").fetch(centre.twilio), 404, 54100);
    assertThat(Document.creator(SERVICE).create(centre.twilio).getUniqueName()).isNull();
  }

  @Test
  void refuses_values_out_of_bounds() {
    final String map = map("bounds");
    final String large = "x".repeat(16 * 1024 - 8);
    refused(item(map, "k".repeat(321), Map.of()), 400, 54209);
    refused(item(map, "", Map.of()), 400, 54209);
    refused(item(map, "k", Map.of("a", large + "x")), 413, 54006);
    SyncMapItem.creator(SERVICE, map, "k".repeat(320), Map.of("a", large)).create(centre.twilio);
    refused(item(map, "k".repeat(320), Map.of()), 409, 54208);
    for (int ttl : new int[] {-1, 31_536_001}) {
      refused(
          () ->
              SyncMapItem.creator(SERVICE, map, "t", Map.of())
                  .setItemTtl(ttl)
                  .create(centre.twilio),
          400,
          54011);
    }
    for (String name : List.of("", "n".repeat(257), "MP" + "0".repeat(32))) {
      refused(() -> SyncMap.creator(SERVICE).setUniqueName(name).create(centre.twilio), 400, 54302);
    }
    refused(() -> Service.creator().setFriendlyName("").create(centre.twilio), 400, 54053);
    refused(() -> Document.updater(SERVICE, map).setTtl(1).update(centre.twilio), 404, 54100);
    assertThat(SyncMap.fetcher(SERVICE, map).fetch(centre.twilio).getRevision()).isEqualTo("1");
  }

  @Test
  void services_are_isolated() {
    final String other = Service.creator().create(centre.twilio).getSid();
    final String mine = map("shared");
    final String theirs =
        SyncMap.creator(other).setUniqueName("shared").create(centre.twilio).getSid();
    SyncMapItem.creator(SERVICE, "shared", "k", Map.of("mine", true)).create(centre.twilio);
    refused(() -> SyncMapItem.fetcher(other, "shared", "k").fetch(centre.twilio), 404, 54201);
    refused(() -> SyncMap.fetcher(other, mine).fetch(centre.twilio), 404, 54200);
    refused(() -> SyncMap.fetcher(SERVICE, theirs).fetch(centre.twilio), 404, 54200);
    Service.deleter(other).delete(centre.twilio);
    assertThat(SyncMapItem.fetcher(SERVICE, "shared", "k").fetch(centre.twilio).getData())
        .isEqualTo(Map.of("mine", true));
  }

  @Test
  void refuses_wrong_credentials() {
    final TwilioRestClient stranger =
        TestContactCentre.client(centre.simulator, centre.simulator.accountSid(), "wrong");
    refused(() -> Service.fetcher(SERVICE).fetch(stranger), 401, 20003);
  }

  @Test
  void a_reset_keeps_only_configured_services() {
    try (TestContactCentre own = new TestContactCentre()) {
      final String made = Service.creator().create(own.twilio).getSid();
      SyncMap.creator(SERVICE).setUniqueName("gone").create(own.twilio);
      own.controlRaw("POST", "/simulator/reset", "");
      refused(() -> Service.fetcher(made).fetch(own.twilio), 404, 54050);
      assertThat(SyncMap.reader(SERVICE).read(own.twilio)).isEmpty();
    }
  }

  @Test
  void the_journal_masks_digits_in_sync_data() {
    try (TestContactCentre own = new TestContactCentre()) {
      SyncMap.creator(SERVICE).setUniqueName("masked").create(own.twilio);
      SyncMapItem.creator(
              SERVICE, "masked", "PK1", Map.of("ExpirationDate", "0931", "Digits", "86420"))
          .create(own.twilio);
      assertThat(own.journal())
          .contains("\"ExpirationDate\":\"xxxx\"")
          .doesNotContain("0931", "86420");
    }
  }

  private ThrowingCallable item(String map, String key, Map<String, Object> data) {
    return () -> SyncMapItem.creator(SERVICE, map, key, data).create(centre.twilio);
  }

  private String map(String name) {
    return SyncMap.creator(SERVICE).setUniqueName(name).create(centre.twilio).getSid();
  }

  private static void refused(ThrowingCallable request, int status, int code) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(code);
              assertThat(e.getStatusCode()).isEqualTo(status);
            });
  }
}
