# A week of a portal, day after day over one store: what one day leaves is what the next begins with.
BeforeAll {
    . $PSScriptRoot/Setup.ps1
    $null = New-TestStore -Empty
    $audit = 'asset-bank.waiting-room.audit-'
    $assets = 'asset-bank.asset-management.'
    $null = New-PermProfile Managers -Right asset-bank.users-and-permissions.manage-users, asset-bank.users-and-permissions.require-mfa-on-login, "${audit}*"
    $null = New-PermProfile Auditors -Right "${audit}download-requests", "${audit}upload-requests"
    $null = New-PermProfile Producers -Right "${assets}upload-assets", "${assets}download-watermarked-assets-directly", studio.content-designer
    $null = New-PermProfile Partners -Right "${assets}upload-assets-with-mandatory-approval"
    $null = New-PermProfile Viewers -Right asset-bank.collections.create-collections -Default
    Set-SeatContract -Heavy 2 -Regular 3 -Light 10
    $null = 'Campaign', 'Agency' | New-PermGroup
}

Describe 'A week of a portal' {
    Context 'Monday: people come' {
        It 'onboards everybody the contract has a seat for and names the rest' {
            Set-Content "$TestDrive/people.csv" @'
UserName,Email,Profile,Department,Location
petra,petra@example.com,Managers,Board,Oslo
paul,paul@example.com,Managers,Board,Oslo
mia,mia@example.com,Managers,Board,Rome
ann,ann@example.com,Auditors,Marketing,Oslo
pro,pro@example.com,Producers,Sales,Rome
pia,pia@example.com,Partners,Agency,Rome
pit,not an address,Partners,Agency,Rome
vic,vic@example.com,,Sales,Oslo
vera,vera@example.com,,Marketing,Rome
'@
            $result = Import-PermUser "$TestDrive/people.csv" -ErrorVariable refused -ErrorAction SilentlyContinue
            $result.Created, $result.Rejected | Should -Be 7, 2
            $result.Rejects.ErrorId | Should -Be SeatLimitExceeded, InvalidEmail
            $refused.FullyQualifiedErrorId | Should -Be 'RowsRejected,PermModule.Commands.ImportPermUserCommand'
            (Get-SeatUsage).Active | Should -Be 2, 2, 3
        }

        It 'takes the mended row when the file comes again, and nothing twice' {
            (Get-Content "$TestDrive/people.csv") -replace 'not an address', 'pit@example.com' -notmatch '^mia' | Set-Content "$TestDrive/people.csv"
            $result = Import-PermUser "$TestDrive/people.csv" -Mode Upsert
            $result.Created, $result.Updated, $result.Unchanged | Should -Be 1, 0, 7
        }

        It 'puts people into groups from a list' {
            "Group,User`nCampaign,ann`nCampaign,pro`nCampaign,pia`nAgency,pia`nAgency,pit" | ConvertFrom-Csv | Add-PermGroupMember
            (Get-PermGroup).MemberCount | Should -Be 2, 3
            (Get-PermUser -Group Agency).UserName | Should -Be pia, pit
        }

        It 'has portal owners and an account owner of Content Workflow' {
            Get-PermUser -Profile Managers | Add-PermRoleMember PortalOwner
            Set-ContentWorkflowOwner petra
            (Get-PermRole PortalOwner).MemberCount | Should -Be 2
            Test-PermRight petra content-workflow.create-projects | Should -BeTrue
            Test-PermRight paul content-workflow.create-projects | Should -BeFalse
        }
    }

    Context 'Tuesday: people ask' {
        It 'lets who holds the right act at once' {
            $upload = Submit-WaitingRoomItem Upload pro poster.png
            $upload.State, $upload.AuditedBy | Should -Be Approved, 'asset-bank.asset-management.upload-assets'
            (Submit-WaitingRoomItem Download pro film.mp4 -Reason 'for the fair' -Watermarked).State | Should -Be Approved
        }

        It 'lets everybody else wait' {
            (Submit-WaitingRoomItem Upload pia banner.png).State | Should -Be Pending
            (Submit-WaitingRoomItem Upload pro draft.png -ForApproval).State | Should -Be Pending
            (Submit-WaitingRoomItem Download vic film.mp4, logo.svg, map.pdf -Reason 'for a client' -Watermarked).State | Should -Be Pending
            (Submit-WaitingRoomItem Download ann budget.xlsx -Reason 'for the plan').State | Should -Be Pending
            (Submit-WaitingRoomItem Quarantine pia macro.docm).State | Should -Be Pending
            (Get-WaitingRoomItem).Requester | Should -Be pia, pro, vic, ann, pia
        }

        It 'refuses who may not ask, and a download without a reason' {
            Submit-WaitingRoomItem Upload vic mine.png -ErrorVariable refused -ErrorAction SilentlyContinue
            Submit-WaitingRoomItem Download vic mine.png -Reason '  ' -ErrorVariable +refused -ErrorAction SilentlyContinue
            $refused.FullyQualifiedErrorId | Should -Be 'NotPermitted,PermModule.Commands.SubmitWaitingRoomItemCommand', 'ReasonRequired,PermModule.Commands.SubmitWaitingRoomItemCommand'
            (Get-WaitingRoomItem).Count | Should -Be 5
        }
    }

    Context 'Wednesday: auditors decide' {
        It 'knows who may audit what' {
            (Get-WaitingRoomAuditor Download).UserName | Should -Be ann, paul, petra
            (Get-WaitingRoomAuditor Quarantine).UserName | Should -Be paul, petra
        }

        It 'refuses the wrong person' {
            $waiting = Get-WaitingRoomItem
            $waiting | Where-Object Requester -EQ vic | Approve-WaitingRoomItem -Auditor vera -ErrorVariable refused -ErrorAction SilentlyContinue
            $waiting | Where-Object Requester -EQ ann | Approve-WaitingRoomItem -Auditor ann -ErrorVariable +refused -ErrorAction SilentlyContinue
            $waiting | Where-Object Kind -EQ Quarantine | Approve-WaitingRoomItem -Auditor ann -ErrorVariable +refused -ErrorAction SilentlyContinue
            $refused.FullyQualifiedErrorId | Should -Be @(
                'NotAnAuditor,PermModule.Commands.ApproveWaitingRoomItemCommand'
                'SelfAudit,PermModule.Commands.ApproveWaitingRoomItemCommand'
                'NotAnAuditor,PermModule.Commands.ApproveWaitingRoomItemCommand')
            (Get-WaitingRoomItem).Count | Should -Be 5
        }

        It 'takes decisions of the right person, also on some of the assets' {
            $request = Get-WaitingRoomItem -Requester vic
            $request | Approve-WaitingRoomItem -Asset film.mp4, map.pdf -Auditor ann
            $request | Deny-WaitingRoomItem -Asset logo.svg -Auditor ann -Comment 'ask the agency'
            (Get-WaitingRoomItem $request.Id).State | Should -Be Mixed
            Submit-WaitingRoomItem Download vic logo.svg -Reason 'please' -ErrorVariable refused -ErrorAction SilentlyContinue
            $request | Deny-WaitingRoomItem -Auditor ann -ErrorVariable +refused -ErrorAction SilentlyContinue
            $refused.FullyQualifiedErrorId | Should -Be 'AlreadyDenied,PermModule.Commands.SubmitWaitingRoomItemCommand', 'AlreadyDecided,PermModule.Commands.DenyWaitingRoomItemCommand'
        }

        It 'lets an allowed file of the quarantine pass the upload audit too' {
            Get-WaitingRoomItem -Kind Quarantine | Approve-WaitingRoomItem -Auditor petra
            Get-WaitingRoomItem -Kind Quarantine | Should -BeNullOrEmpty
            (Get-WaitingRoomItem -Kind Upload -Requester pia).Assets | Should -Be banner.png, macro.docm
        }

        It 'empties the room in one batch' {
            Get-WaitingRoomItem | Approve-WaitingRoomItem -Auditor paul -Comment 'batch'
            Get-WaitingRoomItem | Should -BeNullOrEmpty
            (Get-PermStore).PendingRequests | Should -Be 0
        }
    }

    Context 'Thursday: every department gets a champion' {
        It 'misses one in each department' {
            (Invoke-PermAudit ChampionMissing).Target | Should -Contain 'Sales'
        }

        It 'takes who has the tier for it' {
            'ann', 'pro', 'paul', 'vera', 'pia' | Add-PermRoleMember Champion -ErrorVariable refused -ErrorAction SilentlyContinue
            $refused.TargetObject | Should -Be vera, pia
            $refused.FullyQualifiedErrorId | Should -Be 'ChampionTierTooLow,PermModule.Commands.AddPermRoleMemberCommand', 'ChampionTierTooLow,PermModule.Commands.AddPermRoleMemberCommand'
            (Get-PermRoleMember Champion).Department | Should -Be Marketing, Board, Sales
            # Nobody of the agency has the tier; the champion of Rome looks after them.
            Invoke-PermAudit ChampionMissing | Should -BeNullOrEmpty
            Set-PermUser pit -Location Bari
            (Invoke-PermAudit ChampionMissing).Target | Should -Be Agency, Bari
        }

        It 'moves on with a champion who changes the department' {
            Set-PermUser ann -Department Press
            (Get-PermRoleMember Champion -Department Press).UserName | Should -Be ann
            Set-PermUser ann -Department Marketing
        }
    }

    Context 'Friday: the partners get more to do' {
        It 'says what it costs before, and refuses what the contract has no seats for' {
            $impact = Measure-SeatImpact Partners -GrantRight asset-bank.asset-management.upload-assets
            $impact.TierBefore, $impact.TierAfter, $impact.UsersMoved, $impact.Fits | Should -Be Light, Regular, 2, $false
            Grant-PermRight Partners asset-bank.asset-management.upload-assets -ErrorVariable refused -ErrorAction SilentlyContinue
            $refused.FullyQualifiedErrorId | Should -Be 'SeatLimitExceeded,PermModule.Commands.GrantPermRightCommand'
            (Get-PermProfile Partners).Tier | Should -Be Light
            (Submit-WaitingRoomItem Upload pit early.png).State | Should -Be Pending
        }

        It 'lifts the tier of the profile when there are seats, at once for everything that asks for it' {
            Set-SeatContract -Regular 4
            Grant-PermRight Partners asset-bank.asset-management.upload-assets
            (Get-PermUser -Profile Partners).Tier | Should -Be Regular, Regular
            (Get-SeatUsage).Active | Should -Be 2, 4, 2
            (Submit-WaitingRoomItem Upload pit late.png).State | Should -Be Approved
            Add-PermRoleMember Champion pia
            Invoke-PermAudit ChampionMissing | Should -BeNullOrEmpty
            Test-StudioPermission pro Owner Design 'Edit design' | Should -BeTrue
        }

        It 'lets no one leave with what only they have' {
            Remove-PermUser petra -Confirm:$false -ErrorVariable refused -ErrorAction SilentlyContinue
            $refused.FullyQualifiedErrorId | Should -Be 'ContentWorkflowOwnerRequired,PermModule.Commands.RemovePermUserCommand'
            Set-ContentWorkflowOwner paul
            Remove-PermUser petra, pia -Confirm:$false
            (Get-PermRoleMember PortalOwner).UserName | Should -Be paul
            (Get-PermRoleMember Champion).UserName | Should -Be ann, paul, pro
            (Get-PermGroup).MemberCount | Should -Be 1, 2
            (Get-SeatUsage).Active | Should -Be 1, 3, 2
        }

        It 'ends the week with a sound store and a trail that tells all of it' {
            Test-PermStore | Should -BeTrue
            Test-PermAuditTrail | Should -BeTrue
            $events = Get-PermAuditEvent -Target pia
            $events.Action | Should -Contain GroupMemberAdded
            $events.Action | Should -Contain RoleMemberAdded
            $events.Action[0], $events.Action[-1] | Should -Be UserCreated, UserRemoved
        }
    }
}
