using PermModule.Unit.Audit;
using PermModule.Unit.Delegation;
using PermModule.Unit.Groups;
using PermModule.Unit.History;
using PermModule.Unit.Hostile;
using PermModule.Unit.Profiles;
using PermModule.Unit.Reliability;
using PermModule.Unit.Reporting;
using PermModule.Unit.Roles;
using PermModule.Unit.Seats;
using PermModule.Unit.Studio;
using PermModule.Unit.Suggestions;
using PermModule.Unit.Transfer;
using PermModule.Unit.Users;
using PermModule.Unit.WaitingRoom;

namespace PermModule.Unit.Storage;

// The contracts of the core, held by PostgreSQL too.

[OnPostgres]
public sealed class PostgresUserServiceTests : UserServiceTests;

[OnPostgres]
public sealed class PostgresUserDepartureTests : UserDepartureTests;

[OnPostgres]
public sealed class PostgresReadItemTests : ReadItemTests;

[OnPostgres]
public sealed class PostgresUserRightFilterTests : UserRightFilterTests;

[OnPostgres]
public sealed class PostgresGroupServiceTests : GroupServiceTests;

[OnPostgres]
public sealed class PostgresGroupModelTests : GroupModelTests;

[OnPostgres]
public sealed class PostgresSeatLimitTests : SeatLimitTests;

[OnPostgres]
public sealed class PostgresSeatPriceTests : SeatPriceTests;

[OnPostgres]
public sealed class PostgresSeatModelTests : SeatModelTests;

[OnPostgres]
public sealed class PostgresSeatAdvisorTests : SeatAdvisorTests;

[OnPostgres]
public sealed class PostgresWaitingRoomServiceTests : WaitingRoomServiceTests;

[OnPostgres]
public sealed class PostgresWaitingRoomModelTests : WaitingRoomModelTests;

[OnPostgres]
public sealed class PostgresDownloadTests : DownloadTests;

[OnPostgres]
public sealed class PostgresRoleServiceTests : RoleServiceTests;

[OnPostgres]
public sealed class PostgresContentWorkflowServiceTests : ContentWorkflowServiceTests;

[OnPostgres]
public sealed class PostgresAuditEventTests : AuditEventTests;

[OnPostgres]
public sealed class PostgresAuditTrailTests : AuditTrailTests;

[OnPostgres]
public sealed class PostgresSeatSelectionTests : SeatSelectionTests;

[OnPostgres]
public sealed class PostgresFindingRuleTests : FindingRuleTests;

[OnPostgres]
public sealed class PostgresImportTests : ImportTests;

[OnPostgres]
public sealed class PostgresSyncTests : SyncTests;

[OnPostgres]
public sealed class PostgresImportPlanTests : ImportPlanTests;

[OnPostgres]
public sealed class PostgresExportTests : ExportTests;

[OnPostgres]
public sealed class PostgresDelegationTests : DelegationTests;

[OnPostgres]
public sealed class PostgresTransactionTests : TransactionTests;

[OnPostgres]
public sealed class PostgresLostUpdateTests : LostUpdateTests;

[OnPostgres]
public sealed class PostgresEffectiveRightTests : EffectiveRightTests;

[OnPostgres]
public sealed class PostgresRightChangeTests : RightChangeTests;

[OnPostgres]
public sealed class PostgresProfileDocumentTests : ProfileDocumentTests;

[OnPostgres]
public sealed class PostgresSuggestionTests : SuggestionTests;

[OnPostgres]
public sealed class PostgresMeantNameTests : MeantNameTests;

[OnPostgres]
public sealed class PostgresStudioServiceTests : StudioServiceTests;

[OnPostgres]
public sealed class PostgresReportTests : ReportTests;

[OnPostgres]
public sealed class PostgresHostileTextTests : HostileTextTests;

[OnPostgres]
public sealed class PostgresRowsTests : RowsTests;

[OnPostgres]
public sealed class PostgresPastTests : PastTests;

[OnPostgres]
public sealed class PostgresPastModelTests : PastModelTests;

[OnPostgres]
public sealed class PostgresUndoTests : UndoTests;

[OnPostgres]
public sealed class PostgresUndoneOriginTests : UndoneOriginTests;

[OnPostgres]
public sealed class PostgresSeatHistoryTests : SeatHistoryTests;

[OnPostgres]
public sealed class PostgresStoreComparisonTests : StoreComparisonTests;

[OnPostgres]
public sealed class PostgresStoreWorkOrderTests : StoreWorkOrderTests;

[OnPostgres]
public sealed class PostgresMissingRowTests : MissingRowTests;
