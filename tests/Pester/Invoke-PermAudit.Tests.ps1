BeforeAll {
    . $PSScriptRoot/Setup.ps1

    function Invoke-Runbook {
        # Runs a script over a store in a process of its own, as a scheduler does, and gives its exit code.
        param([string] $Script)
        $file = "$TestDrive/$([guid]::NewGuid()).ps1"
        "`$null = Import-Module '$($script:manifest.FullName)'; `$null = Connect-PermStore '$((Get-PermStore).Path)'; $Script" | Set-Content $file
        $null = pwsh -NoProfile -NonInteractive -File $file 2>&1
        $LASTEXITCODE
    }
}

Describe 'Invoke-PermAudit' {
    BeforeEach { $null = New-TestStore }

    It 'finds what is wrong and says how to fix it' {
        $null = New-PermUser ann -Profile Admin
        $finding = Invoke-PermAudit -Rule HeavyWithoutMfa
        $finding | Should -BeOfType PermFinding
        $finding.RuleName, $finding.Category, $finding.Severity, $finding.TargetType, $finding.Target | Should -Be HeavyWithoutMfa, Profiles, Warning, Profile, Admin
        & ([scriptblock]::Create($finding.Recommendation))
        Invoke-PermAudit -Rule HeavyWithoutMfa | Should -BeNullOrEmpty
    }

    It 'recommends lines that PowerShell understands, whatever the names are' {
        $name = "O'Brien `u{2019}; Remove-Item `$HOME #"
        $null = New-PermProfile $name -Right asset-bank.system-admin.manage-external-server-settings, asset-bank.users-and-permissions.manage-permission-profiles
        $null = New-PermProfile "$name 2"
        $null = New-PermUser $name -Profile $name -Department $name
        $findings = Invoke-PermAudit -NotSeenFor 0
        $findings.Count | Should -BeGreaterThan 6
        foreach ($finding in $findings) {
            $errors = $null
            $ast = [Management.Automation.Language.Parser]::ParseInput($finding.Recommendation, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty
            $calls = $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
            foreach ($call in $calls) {
                $command = Get-Command $call.GetCommandName() -ErrorAction Stop
                $command.Source | Should -BeIn PermModule, Microsoft.PowerShell.Core, Microsoft.PowerShell.Utility
                $call.CommandElements.Where{ $_ -is [Management.Automation.Language.CommandParameterAst] }.ParameterName | Where-Object { $_ } |
                    ForEach-Object { $command.Parameters.Keys + @($command.Parameters.Values.Aliases) + 'EQ' | Should -Contain $_ }
            }
        }
    }

    It 'writes <Kind> as <Line>' -ForEach @(
        @{ Kind = 'DeactivateUser'; With = @{ User = "o'hara" }; Line = "Disable-PermUser 'o''hara'" }
        @{ Kind = 'ChangeProfile'; With = @{ User = 'ann'; Profile = 'Editor' }; Line = "Set-PermUser 'ann' -Profile 'Editor'" }
        @{ Kind = 'ChangeProfile'; With = @{ Profile = 'Editor' }; Line = "Set-PermUser (Read-Host 'User name') -Profile 'Editor'" }
        @{ Kind = 'RemoveProfile'; With = @{ Profile = 'Old' }; Line = "Remove-PermProfile 'Old'" }
        @{ Kind = 'GrantRight'; With = @{ Profile = 'A'; Rights = [string[]]('x', 'y'); IncludesRelated = $true }; Line = "Grant-PermRight -Profile 'A' -Right 'x', 'y' -IncludeRequired" }
        @{ Kind = 'GrantRight'; With = @{ Rights = [string[]]'x' }; Line = "Grant-PermRight -Profile (Read-Host 'Profile') -Right 'x'" }
        @{ Kind = 'GrantRight'; With = @{ Profile = 'A' }; Line = "Grant-PermRight -Profile 'A' -Right (Read-Host 'Right')" }
        @{ Kind = 'RevokeRight'; With = @{ Profile = 'A'; Rights = [string[]]'x'; IncludesRelated = $true }; Line = "Revoke-PermRight -Profile 'A' -Right 'x' -IncludeDependents" }
        @{ Kind = 'AddRoleMember'; With = @{ Role = 'PortalOwner' }; Line = "Add-PermRoleMember -Role PortalOwner -User (Read-Host 'User name')" }
        @{ Kind = 'AddRoleMember'; With = @{ Role = 'Champion'; Department = 'Sales' }; Line = "Add-PermRoleMember -Role Champion -Department 'Sales' -User (Read-Host 'User name')" }
        @{ Kind = 'RemoveRoleMember'; With = @{ Role = 'Champion'; User = 'ann' }; Line = "Remove-PermRoleMember -Role Champion -User 'ann'" }
        @{ Kind = 'DecideRequest'; With = @{ Request = 12 }; Line = 'Approve-WaitingRoomItem 12 -Confirm' }
        @{ Kind = 'FreeSeats'; With = @{ Tier = 'Heavy' }; Line = 'Get-SeatRecommendation -Kind UnusedSeat, NeverSignedIn -Tier Heavy | Where-Object UserName -NotIn (Get-PermRoleMember PortalOwner, Champion).UserName | Disable-PermUser -WhatIf' }
        @{ Kind = 'ListAssumedTiers'; With = @{ Profile = 'P[x]*'; Tier = 'Heavy' }; Line = "Get-PermRight -Profile 'P``[x``]``*' -Tier Heavy -TierSource Assumed" }
        @{ Kind = 'FreeSeats'; With = @{ Tier = 'Heavy'; Seats = 2; Days = 30 }; Line = 'Get-SeatRecommendation -Tier Heavy -Seats 2 -NotSeenFor 30 | Disable-PermUser -WhatIf' }
        @{ Kind = 'ListHolders'; With = @{ Rights = [string[]]('x', 'y') }; Line = "Get-PermRightHolder 'x', 'y'" }
        @{ Kind = 'VerifyTrail'; With = @{}; Line = 'Test-PermAuditTrail -Detailed' }
        @{ Kind = 'CheckStore'; With = @{}; Line = 'Test-PermStore -Detailed' }
        @{ Kind = 'ListFindings'; With = @{ Rule = 'UnusedSeat' }; Line = 'Invoke-PermAudit -Rule UnusedSeat' }
        @{ Kind = 'ListUnseenUsers'; With = @{ Days = 90 }; Line = 'Get-PermUser -Active -NotSeenFor 90' }
    ) {
        $type = Get-CoreType RecommendedStep
        $step = [Management.Automation.LanguagePrimitives]::ConvertTo(@{ Kind = $Kind } + $With, $type)
        $type = [PermModule.Commands.PermCmdlet].Assembly.GetType('PermModule.Formatting.StepWriter')
        $type.GetMethod('Write').Invoke([Activator]::CreateInstance($type, [object[]]@($null)), @($step)) | Should -BeExactly $Line
    }

    It 'names in its lines a store that is not the connected one, and changes that one' {
        $far = (New-PermStore "$TestDrive/it's [far].db").Path
        $null = New-TestStore
        $null = New-PermProfile Admin -Right asset-bank.users-and-permissions.manage-users -Store $far
        $null = New-PermUser ann -Profile Admin -Store $far
        $null = New-PermUser ann -Profile Admin
        Set-SeatContract -Heavy 1 -Store $far
        $findings = Invoke-PermAudit -NotSeenFor 0 -Store $far
        $findings | Where-Object Recommendation -NotLike '* -Store *' | Should -BeNullOrEmpty
        foreach ($rule in 'HeavyWithoutMfa', 'SeatLimitNear', 'NeverSignedIn') {
            & ([scriptblock]::Create(($findings | Where-Object RuleName -EQ $rule).Recommendation)) 6>$null
        }
        (Get-PermUser ann).IsActive, (Get-PermUser ann -Store $far).IsActive | Should -Be $true, $false
        (Get-PermProfile Admin -Store $far).Rights | Should -Contain asset-bank.users-and-permissions.require-mfa-on-login
        (Get-PermProfile Admin).Rights | Should -Not -Contain asset-bank.users-and-permissions.require-mfa-on-login
        (Invoke-PermAudit HeavyWithoutMfa -Store (Get-PermStore)).Recommendation | Should -Not -BeLike '*-Store*'
    }

    It 'chooses rules by name, wildcard, category and severity, and leaves some out' {
        (Invoke-PermAudit -Category Profiles).Category | Sort-Object -Unique | Should -Be Profiles
        (Invoke-PermAudit -Severity Error).RuleName | Should -Be PortalOwnerMissing
        (Invoke-PermAudit *Profile).RuleName | Sort-Object -Unique | Should -Be UnusedProfile
        (Invoke-PermAudit -ExcludeRule PortalOwner*).RuleName | Should -Not -Contain PortalOwnerMissing
    }

    It 'takes days as numbers and with a d' {
        $null = New-PermUser ann
        Invoke-PermAudit NeverSignedIn | Should -BeNullOrEmpty
        (Invoke-PermAudit NeverSignedIn -NotSeenFor 0).Target | Should -Be ann
        (Invoke-PermAudit NeverSignedIn -NotSeenFor 0d -PendingFor 7d).Target | Should -Be ann
        { Invoke-PermAudit -NotSeenFor soon } | Should -Throw "*'soon' is not a number of days*"
        { Invoke-PermAudit -PendingFor -1 } | Should -Throw
    }

    It 'refuses a rule that does not exist: <_>' -ForEach 'Rule', 'ExcludeRule' {
        $given = @{ $_ = 'Typo' }
        Invoke-PermAudit @given -ErrorVariable refused -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -Be 'RuleNotFound,PermModule.Commands.InvokePermAuditCommand'
        $refused[0].TargetObject | Should -Be Typo
    }

    It 'runs on a store without users' {
        $null = New-TestStore -Empty
        (Invoke-PermAudit -Severity Error).RuleName | Should -Be PortalOwnerMissing
    }

    It 'gives the process the number of errors for its exit code' {
        Invoke-Runbook 'Invoke-PermAudit -Severity Information -EnableExit' | Should -Be 0
        Invoke-Runbook 'Invoke-PermAudit -Rule PortalOwnerMissing' | Should -Be 0
        foreach ($right in 1..3) { $null = New-PermProfile "P$right"; Grant-PermRight "P$right" asset-bank.content-customization.manage-content-customization -AllowMaintenance }
        Invoke-Runbook 'Invoke-PermAudit -Rule MaintenanceRightGranted, EmptyProfile -EnableExit | Out-Null; "goes on"' | Should -Be 3
    }

    It 'never exits with success by wrapping around, nor when it could not run' {
        $names = 1..256 | ForEach-Object { "P$_" }
        $null = New-PermProfile Source
        Grant-PermRight Source asset-bank.content-customization.manage-content-customization -AllowMaintenance
        $names | ForEach-Object { $null = Copy-PermProfile Source $_ }
        Invoke-Runbook 'Invoke-PermAudit -Rule MaintenanceRightGranted -EnableExit | Out-Null' | Should -Be 255
        Invoke-Runbook 'Invoke-PermAudit -Rule Typo -EnableExit' | Should -Be 255
    }
}
