# A store in which every cmdlet has something to show, with names too long for any column: objects of every type that comes out.
function Get-Sample {
    # Whoever makes several gives one portal for all; to start one takes longer than the rest.
    param(
        [string] $Long = 'A very long name that no column is wide enough for and that goes on and on, to the end of the line, and beyond it',
        [object] $Portal
    )

    . $PSScriptRoot/PortalSetup.ps1
    $other = (New-TestStore).Path
    $null = New-TestStore
    $null = Set-SeatContract -Heavy 3 -Light 6 -WarningAction SilentlyContinue
    $null = New-PermProfile $long -Description $long -Right '*.waiting-room.*', asset-bank.asset.manage-brands
    $null = New-PermGroup $long -Description $long
    $null = New-PermUser $long -Email "$('a' * 60)@example.com" -FirstName $long -LastName $long -Profile $long -Group $long -Department $long -Location $long -JobTitle $long
    $null = New-PermUser boss -Profile Admin
    $null = New-PermUser gone
    $null = Remove-PermUser gone -Confirm:$false
    $erased = Clear-PermPersonalData gone -Confirm:$false -WarningAction SilentlyContinue
    $null = 1..4 | ForEach-Object { New-PermUser "user$_" -Email "user$_@example.com" -WarningAction SilentlyContinue }
    $null = New-PermProfile Nearly -Right asset-bank.asset.manage-brands, asset-bank.collections.create-collections
    $null = New-PermUser nearly -Profile Nearly
    $null = Add-PermRoleMember -Role PortalOwner -User $long
    $null = Submit-WaitingRoomItem -Kind Download -Requester $long -Asset $long, "$long 2" -Reason $long
    Set-Content "$TestDrive/people.csv" "UserName,Email,Profile`nnew,new@example.com,Editor`n$long,no-address,$long"
    $imported = Import-PermUser "$TestDrive/people.csv" -ErrorAction SilentlyContinue
    $null = Export-PermProfile -Path "$TestDrive/profiles.json" -Force
    $null = Set-PermProfile Editor -Description 'Other than in the file'

    $fake = $Portal ?? (Start-FakePortal -Users 3)
    try {
        Connect-FakePortal $fake
        $plan = Compare-PermPortal Pull
        $connected = Get-PermPortal
    }
    finally {
        if ($Portal) { Disconnect-PermPortal } else { Stop-FakePortal $fake }
    }

    @(
        $connected
        $plan
        Import-PermProfile "$TestDrive/profiles.json" -PassThru
        Get-PermStore
        Test-PermStore -Detailed
        Get-PermSolution
        Get-PermRight
        Get-PermProfile
        Compare-PermProfile Admin $long
        Get-PermUser
        Get-PermEffectiveRight -User $long
        Get-PermGroup
        Get-PermGroupMember -Group $long
        Get-SeatUsage
        Get-SeatUsage -ByProfile
        Get-SeatHistory -Interval Hour
        Get-SeatHistory -Profile *
        Get-SeatForecast
        Get-PermRightHolder 'asset-bank.waiting-room.*'
        Compare-PermStore $other -Kind User, Group, Profile
        Get-SeatContract
        Measure-SeatImpact -Profile $long -GrantRight creative-workflow.*
        Get-SeatRecommendation
        Get-WaitingRoomAuditor
        Get-WaitingRoomItem
        (Get-WaitingRoomItem).AssetStates
        Get-PermRole
        Get-PermRoleMember -Role PortalOwner
        Get-StudioPermission
        Get-PermAuditEvent
        Get-PermAuditDigest
        Test-PermAuditTrail -Detailed
        Get-PermAuditRule
        Invoke-PermAudit
        $imported
        $imported.Rejects
        $erased
        Get-PermAuditEvent -Action UserCreated -Newest 1 | Undo-PermChange
    ) | Group-Object { $_.PSTypeNames[0] } -AsHashTable -AsString
}
